using Azure;
using Azure.Messaging.ServiceBus;
using Azure.Storage.Queues.Models;

namespace Dfm.LocalRuntime.ServiceBus;

/// <summary>Storage's failures as Service Bus would report them.</summary>
internal static class StorageFailures
{
    /// <summary>Runs an operation on the storage behind a queue.</summary>
    /// <param name="path">The queue's path.</param>
    /// <param name="operation">What to do.</param>
    /// <exception cref="ServiceBusException">It failed; storage's own failure lies in it.</exception>
    public static async Task<T> TranslateAsync<T>(string path, Func<Task<T>> operation)
    {
        try
        {
            return await operation();
        }
        catch (RequestFailedException failure) when (failure.Status != 0)
        {
            throw new ServiceBusException(
                $"The storage behind the queue answered: {failure.Message}", ServiceBusFailureReason.GeneralError, path, failure);
        }
        catch (Exception failure) when (failure is RequestFailedException or AggregateException)
        {
            // The second is what the storage client throws after its retries.
            throw new ServiceBusException(
                "The storage behind the queue cannot be reached.", ServiceBusFailureReason.ServiceCommunicationProblem, path, failure);
        }
    }

    /// <inheritdoc cref="TranslateAsync{T}"/>
    public static Task TranslateAsync(string path, Func<Task> operation) => TranslateAsync(path, async () =>
    {
        await operation();
        return true;
    });

    /// <summary>True when the queue message is no longer held: it is gone, or someone else has received it since.</summary>
    public static bool IsLost(RequestFailedException failure) =>
        failure.Status == 404 || failure.ErrorCode == QueueErrorCode.PopReceiptMismatch;
}
