using Azure.Messaging.ServiceBus;

namespace Dfm.Functions.Storage;

/// <summary>The messages of the queues that were given up.</summary>
public sealed class DeadLetters(ServiceBusClient bus)
{
    private const int AtOnce = 100;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    /// <summary>Deletes those of a queue that <paramref name="concerns"/> somebody. Idempotent.</summary>
    public async Task Erase(string queue, Func<ServiceBusReceivedMessage, bool> concerns, CancellationToken cancellationToken)
    {
        await using var receiver = bus.CreateReceiver(queue, new ServiceBusReceiverOptions { SubQueue = SubQueue.DeadLetter });
        var others = new List<ServiceBusReceivedMessage>();
        try
        {
            while (await receiver.ReceiveMessagesAsync(AtOnce, LongestWait, cancellationToken) is { Count: > 0 } letters)
            {
                foreach (var letter in letters)
                {
                    if (concerns(letter)) await receiver.CompleteMessageAsync(letter, cancellationToken);
                    else others.Add(letter);
                }
            }
        }
        finally
        {
            // Held until the end: given up at once, they would come again and again.
            foreach (var letter in others) await receiver.AbandonMessageAsync(letter, cancellationToken: CancellationToken.None);
        }
    }
}
