using Azure.Messaging.ServiceBus;

namespace Dfm.LocalHost.ServiceBus;

/// <summary>
/// Looks at the messages of a local queue, or at its dead letters, without taking any; functions receive. Of dead letters each receiver is given
/// every one once, until it completes it or gives it up.
/// </summary>
internal sealed class LocalReceiver(BusAccount account, string queue, SubQueue part) : ServiceBusReceiver
{
    private static readonly TimeSpan LockDuration = TimeSpan.FromMinutes(1);
    private long given;

    public override string EntityPath => queue;

    public override async Task<ServiceBusReceivedMessage?> PeekMessageAsync(
        long? fromSequenceNumber = default, CancellationToken cancellationToken = default) =>
        (await PeekMessagesAsync(1, fromSequenceNumber, cancellationToken)) is [var first, ..] ? first : null;

    public override async Task<IReadOnlyList<ServiceBusReceivedMessage>> PeekMessagesAsync(
        int maxMessages, long? fromSequenceNumber = default, CancellationToken cancellationToken = default) =>
        (await account.QueueAsync(queue)).Peek(part is SubQueue.DeadLetter, fromSequenceNumber ?? 0, maxMessages);

    public override async Task<IReadOnlyList<ServiceBusReceivedMessage>> ReceiveMessagesAsync(
        int maxMessages, TimeSpan? maxWaitTime = default, CancellationToken cancellationToken = default)
    {
        if (part is not SubQueue.DeadLetter) throw new NotSupportedException("Functions receive the messages of local queues.");
        var dead = (await account.QueueAsync(queue)).PeekLocked(given + 1, maxMessages, account.Time.GetUtcNow() + LockDuration);
        if (dead.Count > 0) given = dead[^1].SequenceNumber;
        return dead;
    }

    public override async Task CompleteMessageAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken = default) =>
        await (await account.QueueAsync(queue)).ForgetAsync(message.SequenceNumber, cancellationToken);

    public override Task AbandonMessageAsync(
        ServiceBusReceivedMessage message, IDictionary<string, object>? propertiesToModify = null, CancellationToken cancellationToken = default) =>
        Task.CompletedTask;

    public override Task CloseAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;
}
