using Azure;
using Azure.Messaging.ServiceBus;

namespace Dfm.LocalHost.ServiceBus;

/// <summary>Storage's failures as Service Bus would report them.</summary>
internal static class StorageFailures
{
    /// <summary>Runs an operation on the storage behind a queue.</summary>
    /// <exception cref="ServiceBusException">It failed; storage's own failure lies in it.</exception>
    public static async Task<T> TranslateAsync<T>(string queue, Func<Task<T>> operation)
    {
        try
        {
            return await operation();
        }
        catch (RequestFailedException failure) when (failure.Status is not (0 or 429 or >= 500))
        {
            throw new ServiceBusException(
                $"The storage behind the queue answered: {failure.Message}", ServiceBusFailureReason.GeneralError, queue, failure);
        }
        catch (Exception failure) when (failure is RequestFailedException or AggregateException)
        {
            // The second is what the storage client throws after its retries.
            throw new ServiceBusException(
                "The storage behind the queue cannot be reached.", ServiceBusFailureReason.ServiceCommunicationProblem, queue, failure);
        }
    }

    /// <inheritdoc cref="TranslateAsync{T}"/>
    public static Task TranslateAsync(string queue, Func<Task> operation) => TranslateAsync(queue, async () =>
    {
        await operation();
        return true;
    });
}
