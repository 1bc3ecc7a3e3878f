using Azure.Messaging.ServiceBus;

namespace Dfm.LocalRuntime.ServiceBus;

/// <summary>What is in a queue and in its dead-letter queue.</summary>
/// <param name="Name">The queue.</param>
/// <param name="Length">Messages in it: waiting, locked and scheduled.</param>
/// <param name="Scheduled">Those that are not yet due.</param>
/// <param name="DeadLetterLength">Messages that could not be handled.</param>
/// <param name="Waiting">The first of those that wait.</param>
/// <param name="DeadLetters">The first of those that could not be handled.</param>
internal sealed record QueueState(
    string Name,
    int Length,
    int Scheduled,
    int DeadLetterLength,
    IReadOnlyList<ServiceBusReceivedMessage> Waiting,
    IReadOnlyList<ServiceBusReceivedMessage> DeadLetters)
{
    /// <summary>How many are being handled; null when so many wait that storage does not tell.</summary>
    public int? Locked => Waiting.Count < BusQueue.LargestReceive ? Math.Max(0, Length - Scheduled - Waiting.Count) : null;

    public static async Task<QueueState> ReadAsync(BusQueue queue, BusQueue deadLetters, CancellationToken cancellationToken)
    {
        var length = await queue.CountAsync(cancellationToken);
        return new QueueState(
            queue.Name,
            length,
            length == 0 ? 0 : await queue.CountScheduledAsync(cancellationToken),
            await deadLetters.CountAsync(cancellationToken),
            await queue.PeekAsync(BusQueue.LargestReceive, 0, cancellationToken),
            await deadLetters.PeekAsync(BusQueue.LargestReceive, 0, cancellationToken));
    }
}
