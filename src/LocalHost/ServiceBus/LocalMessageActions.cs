using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;

namespace Dfm.LocalHost.ServiceBus;

/// <summary>Settles messages of this process by their lock tokens.</summary>
/// <param name="accounts">The accounts whose queues are listened to.</param>
internal sealed class LocalMessageActions(params IEnumerable<BusAccount> accounts) : ServiceBusMessageActions
{
    public override Task CompleteMessageAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken = default) =>
        SettleAsync(message, (queue, token) => queue.CompleteAsync(token, cancellationToken));

    public override Task AbandonMessageAsync(
        ServiceBusReceivedMessage message,
        IDictionary<string, object>? propertiesToModify = default,
        CancellationToken cancellationToken = default) =>
        SettleAsync(message, (queue, token) => queue.AbandonAsync(token, propertiesToModify, cancellationToken));

    public override Task DeadLetterMessageAsync(
        ServiceBusReceivedMessage message,
        Dictionary<string, object>? propertiesToModify = default,
        string? deadLetterReason = default,
        string? deadLetterErrorDescription = default,
        CancellationToken cancellationToken = default) => SettleAsync(message, (queue, token) =>
            queue.DeadLetterAsync(token, propertiesToModify, deadLetterReason, deadLetterErrorDescription, cancellationToken));

    public override Task RenewMessageLockAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken = default) =>
        SettleAsync(message, async (queue, token) =>
            message.GetRawAmqpMessage().MessageAnnotations[BusRow.LockedUntil] = (await queue.RenewAsync(token, cancellationToken)).UtcDateTime);

    private Task SettleAsync(ServiceBusReceivedMessage message, Func<BusQueue, Guid, Task> settle)
    {
        ArgumentNullException.ThrowIfNull(message);
        var token = Guid.Parse(message.LockToken);
        var delivery = accounts.Select(account => account.Find(token)).FirstOrDefault(one => one is not null) ?? throw new ServiceBusException(
            "The message's lock ran out, or the message is settled.", ServiceBusFailureReason.MessageLockLost);
        return settle(delivery.Queue, token);
    }
}
