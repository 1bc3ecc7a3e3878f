using Azure.Messaging.ServiceBus;

namespace Dfm.LocalHost.ServiceBus;

/// <summary>Receives the messages of a local queue, or looks at its dead letters, which are not locked. Locks are not renewed.</summary>
internal sealed class LocalReceiver(BusAccount account, BusQueue queue, SubQueue subQueue) : ServiceBusReceiver
{
    private static readonly TimeSpan DefaultWait = TimeSpan.FromSeconds(60);
    private readonly LocalMessageActions actions = new(account);
    private bool isClosed;

    public override string EntityPath => IsDead ? $"{queue.Name}/$deadletterqueue" : queue.Name;

    public override bool IsClosed => isClosed;

    private bool IsDead => subQueue == SubQueue.DeadLetter;

    public override async Task<ServiceBusReceivedMessage?> ReceiveMessageAsync(
        TimeSpan? maxWaitTime = default, CancellationToken cancellationToken = default) =>
        (await ReceiveMessagesAsync(1, maxWaitTime, cancellationToken)).SingleOrDefault();

    public override async Task<IReadOnlyList<ServiceBusReceivedMessage>> ReceiveMessagesAsync(
        int maxMessages, TimeSpan? maxWaitTime = default, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(isClosed, this);
        var end = account.Time.GetUtcNow() + (maxWaitTime ?? DefaultWait);
        while (true)
        {
            var signal = queue.Signal;
            var messages = IsDead ? await PeekMessagesAsync(maxMessages, 0, cancellationToken) : await TakeAsync(maxMessages, cancellationToken);
            if (messages.Count > 0 || account.Time.GetUtcNow() >= end) return messages;
            var poll = account.Time.GetUtcNow() + account.Options.PollInterval;
            await queue.WaitAsync(signal, poll < end ? poll : end, forMessage: true, cancellationToken);
        }
    }

    private async Task<IReadOnlyList<ServiceBusReceivedMessage>> TakeAsync(int max, CancellationToken cancellationToken)
    {
        await queue.RefreshAsync(cancellationToken);
        var taken = await queue.TakeAsync(max, areRunning: false, cancellationToken);
        return [.. taken.OrderBy(one => one.Row.Sequence).Select(one => one.Row.Received(queue.Name, one.LockToken))];
    }

    public override async Task<ServiceBusReceivedMessage?> PeekMessageAsync(
        long? fromSequenceNumber = default, CancellationToken cancellationToken = default) =>
        (await PeekMessagesAsync(1, fromSequenceNumber, cancellationToken)).SingleOrDefault();

    public override async Task<IReadOnlyList<ServiceBusReceivedMessage>> PeekMessagesAsync(
        int maxMessages, long? fromSequenceNumber = default, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(isClosed, this);
        var rows = await queue.ReadAsync(IsDead ? BusRow.Dead : BusRow.Live, cancellationToken);
        return [.. rows.Where(row => row.Sequence >= (fromSequenceNumber ?? 0)).OrderBy(row => row.Sequence).Take(maxMessages)
            .Select(row => row.Received(queue.Name))];
    }

    public override Task CompleteMessageAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken = default) =>
        actions.CompleteMessageAsync(message, cancellationToken);

    public override Task AbandonMessageAsync(
        ServiceBusReceivedMessage message,
        IDictionary<string, object>? propertiesToModify = null,
        CancellationToken cancellationToken = default) => actions.AbandonMessageAsync(message, propertiesToModify, cancellationToken);

    public override Task DeadLetterMessageAsync(
        ServiceBusReceivedMessage message,
        string deadLetterReason,
        string? deadLetterErrorDescription = default,
        CancellationToken cancellationToken = default) =>
        actions.DeadLetterMessageAsync(message, null, deadLetterReason, deadLetterErrorDescription, cancellationToken);

    public override Task DeadLetterMessageAsync(
        ServiceBusReceivedMessage message,
        IDictionary<string, object>? propertiesToModify,
        string deadLetterReason,
        string? deadLetterErrorDescription = default,
        CancellationToken cancellationToken = default) => actions.DeadLetterMessageAsync(
            message, propertiesToModify?.ToDictionary(), deadLetterReason, deadLetterErrorDescription, cancellationToken);

    public override Task RenewMessageLockAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken = default) =>
        actions.RenewMessageLockAsync(message, cancellationToken);

    public override Task CloseAsync(CancellationToken cancellationToken = default)
    {
        isClosed = true;
        return Task.CompletedTask;
    }
}
