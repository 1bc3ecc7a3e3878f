using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;

namespace Dfm.LocalHost.ServiceBus;

/// <summary>Settles messages by their lock tokens. Locks need no renewal.</summary>
internal sealed class LocalMessageActions(BusAccount account) : ServiceBusMessageActions
{
    public override Task CompleteMessageAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken = default) =>
        SettleAsync(message, row => row.Completed(), cancellationToken);

    public override Task AbandonMessageAsync(
        ServiceBusReceivedMessage message, IDictionary<string, object>? propertiesToModify = default, CancellationToken cancellationToken = default) =>
        SettleAsync(message, row => row.With(propertiesToModify!).Abandoned(), cancellationToken);

    public override Task DeadLetterMessageAsync(
        ServiceBusReceivedMessage message,
        Dictionary<string, object>? propertiesToModify = default,
        string? deadLetterReason = default,
        string? deadLetterErrorDescription = default,
        CancellationToken cancellationToken = default) =>
        SettleAsync(message, row => row.With(propertiesToModify!).DeadLettered(deadLetterReason, deadLetterErrorDescription), cancellationToken);

    private Task SettleAsync(ServiceBusReceivedMessage message, Func<BusRow, BusRow> change, CancellationToken cancellationToken)
    {
        var token = Guid.Parse(message.LockToken);
        var queue = account.Queues.FirstOrDefault(queue => queue.Holds(token)) ?? throw BusQueue.LockLost();
        return queue.SettleAsync(token, change, cancellationToken);
    }
}
