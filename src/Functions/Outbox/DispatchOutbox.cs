using Azure;
using Azure.Data.Tables;
using Azure.Messaging.ServiceBus;
using Dfm.Core.Notifications;
using Dfm.Functions.Security;
using Dfm.Functions.Storage;
using Dfm.Functions.Telemetry;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dfm.Functions.Outbox;

/// <summary>
/// Performs the effects of a command that was stored, in order, then deletes its outbox row.
/// </summary>
public sealed partial class DispatchOutbox(
    TableServiceClient tables,
    OutboxQueue queue,
    MessageRetries retries,
    IMailQueue mails,
    IEnumerable<IEffectHandler> handlers,
    IOptions<OutboxOptions> options,
    ILogger<DispatchOutbox> logger)
{
    /// <summary>An orchestration is started once: whatever became of it, it is not started again.</summary>
    private static readonly OrchestrationRuntimeStatus[] AnyStatus =
    [
        OrchestrationRuntimeStatus.Pending,
        OrchestrationRuntimeStatus.Running,
        OrchestrationRuntimeStatus.Suspended,
        OrchestrationRuntimeStatus.Completed,
        OrchestrationRuntimeStatus.Failed,
        OrchestrationRuntimeStatus.Terminated,
    ];

    /// <summary>Performs what the message's command has left; looks again later where there is nothing (yet).</summary>
    [Function(nameof(DispatchOutbox)), Audience(Audience.Platform)]
    public async Task Run(
        [ServiceBusTrigger(OutboxQueue.Name, Connection = ServiceBusClients.Connection, AutoCompleteMessages = false)] ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions,
        [DurableClient] DurableTaskClient orchestrations,
        CancellationToken cancellationToken)
    {
        if (!OutboxMessage.TryRead(message, out var announced))
        {
            LogBroken(message.MessageId);
            await actions.DeadLetterMessageAsync(message, deadLetterReason: "broken-message", cancellationToken: cancellationToken);
            return;
        }

        try
        {
            if (!await Dispatch(announced, orchestrations, cancellationToken)) await queue.LookAgain(message, cancellationToken);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            await TryLater(message, actions, announced, failure);
            return;
        }

        await actions.CompleteMessageAsync(message, CancellationToken.None);
    }

    /// <summary>Performs the effects and deletes their row; false when there is no such row.</summary>
    private async Task<bool> Dispatch(OutboxMessage announced, DurableTaskClient orchestrations, CancellationToken cancellationToken)
    {
        var table = tables.GetTableClient(announced.Table);
        var key = OutboxRows.Key(announced.CommandId);
        if (await table.FindRow(announced.Partition, key, cancellationToken) is not { } row) return false;
        // Storage stamps rows in real time, whatever clock the portal keeps.
        if (row.Timestamp is { } committed) PortalMetrics.Dispatched(announced.Table, TimeProvider.System.GetUtcNow() - committed);
        foreach (var effect in OutboxRows.EffectsOf(row)) await Perform(effect, orchestrations, cancellationToken);
        await table.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, cancellationToken);
        return true;
    }

    private async Task TryLater(ServiceBusReceivedMessage message, ServiceBusMessageActions actions, OutboxMessage announced, Exception failure)
    {
        if (await retries.TryLater(OutboxQueue.Name, message, actions, options.Value.BackOff))
        {
            LogFailed(failure, announced.CommandId, announced.Table);
            return;
        }

        LogGivenUp(failure, announced.CommandId, announced.Table);
        await MessageRetries.GiveUp(message, actions, failure.GetType().Name);
    }

    private Task Perform(OutboxEffect effect, DurableTaskClient orchestrations, CancellationToken cancellationToken) => effect.Kind switch
    {
        OutboxEffectKind.StartOrchestration => Start(effect, orchestrations, cancellationToken),
        OutboxEffectKind.RaiseEvent => Raise(effect, orchestrations, cancellationToken),
        OutboxEffectKind.EnqueueMail => mails.Enqueue(effect.Mail(), cancellationToken),
        OutboxEffectKind.StoreRow => tables.UpsertIn(effect.Name, effect.Row(), cancellationToken),
        OutboxEffectKind.Handle => handlers.Single(handler => handler.Name == effect.Name).Perform(effect.Payload, cancellationToken),
        _ => throw new InvalidOperationException($"An effect that nobody performs: {effect.Kind}."),
    };

    private static async Task Start(OutboxEffect effect, DurableTaskClient orchestrations, CancellationToken cancellationToken)
    {
        try
        {
            var once = new StartOrchestrationOptions(effect.Instance).WithDedupeStatuses(AnyStatus);
            await orchestrations.ScheduleNewOrchestrationInstanceAsync(effect.Name, effect.Payload, once, cancellationToken);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Refused because it was started before; the type of that refusal differs between backends.
            if (await orchestrations.GetInstanceAsync(effect.Instance, getInputsAndOutputs: false, cancellationToken) is null) throw;
        }
    }

    private static async Task Raise(OutboxEffect effect, DurableTaskClient orchestrations, CancellationToken cancellationToken)
    {
        try
        {
            await orchestrations.RaiseEventAsync(effect.Instance, effect.Name, effect.Payload, cancellationToken);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Refused because the orchestration has completed, which it does only when it has followed every event: this one came before.
            var found = await orchestrations.GetInstanceAsync(effect.Instance, getInputsAndOutputs: false, cancellationToken);
            if (found is not { RuntimeStatus: OrchestrationRuntimeStatus.Completed }) throw;
        }
    }

    [LoggerMessage(LogLevel.Error, "Message {MessageId} on the outbox queue names no command; it lies in the dead-letter queue.")]
    private partial void LogBroken(string messageId);

    [LoggerMessage(LogLevel.Warning, "An effect of command {CommandId} on {Table} has failed; it is tried again later.")]
    private partial void LogFailed(Exception failure, Guid commandId, string table);

    [LoggerMessage(LogLevel.Error, "Effects of command {CommandId} on {Table} keep failing: message dead-lettered, row kept.")]
    private partial void LogGivenUp(Exception failure, Guid commandId, string table);
}
