using Azure.Messaging.ServiceBus;

namespace Dfm.LocalHost.ServiceBus;

/// <summary>Looks at the messages of a local queue, or at its dead letters, without taking any; functions receive.</summary>
internal sealed class LocalReceiver(BusAccount account, string queue, SubQueue part) : ServiceBusReceiver
{
    public override string EntityPath => queue;

    public override async Task<ServiceBusReceivedMessage?> PeekMessageAsync(
        long? fromSequenceNumber = default, CancellationToken cancellationToken = default) =>
        (await PeekMessagesAsync(1, fromSequenceNumber, cancellationToken)) is [var first, ..] ? first : null;

    public override async Task<IReadOnlyList<ServiceBusReceivedMessage>> PeekMessagesAsync(
        int maxMessages, long? fromSequenceNumber = default, CancellationToken cancellationToken = default) =>
        (await account.QueueAsync(queue)).Peek(part is SubQueue.DeadLetter, fromSequenceNumber ?? 0, maxMessages);

    public override Task CloseAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;
}
