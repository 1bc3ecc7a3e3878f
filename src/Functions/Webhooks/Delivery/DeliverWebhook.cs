using Azure.Messaging.ServiceBus;
using Dfm.Core.Webhooks;
using Dfm.Functions.Security;
using Dfm.Functions.Storage;
using Dfm.Functions.Webhooks.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dfm.Functions.Webhooks.Delivery;

/// <summary>
/// Delivers events to their receivers, at least once: where the process dies between a receiver's answer and its record, the event goes out
/// again under the same id. What fails is tried again for a day, by copies of its message that are due later, and then is a dead letter.
/// </summary>
public sealed partial class DeliverWebhook(
    TableWebhookStore webhooks,
    TableDeliveryStore deliveries,
    IApiKeyStore keys,
    WebhookClient client,
    MessageRetries retries,
    IOptions<WebhookOptions> options,
    TimeProvider clock,
    ILogger<DeliverWebhook> logger)
{
    [Function(nameof(DeliverWebhook)), Audience(Audience.Platform)]
    public async Task Run(
        [ServiceBusTrigger(WebhookQueue.Name, Connection = ServiceBusClients.Connection, AutoCompleteMessages = false)] ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions,
        CancellationToken cancellationToken)
    {
        if (!WebhookMessage.TryRead(message, out var asked))
        {
            LogBroken(message.MessageId);
            await actions.DeadLetterMessageAsync(message, deadLetterReason: "broken-message", cancellationToken: cancellationToken);
            return;
        }

        var attempts = MessageRetries.FailuresOf(message) + 1;
        var attempt = await TryToDeliver(asked, attempts, cancellationToken);
        if (attempt is { Reason: { } reason }) LogFailed(asked.Event, asked.Subscription, reason);
        if (attempt is not { State: WebhookDeliveryState.Retrying })
        {
            await actions.CompleteMessageAsync(message, CancellationToken.None);
            return;
        }

        if (await retries.TryLater(WebhookQueue.Name, message, actions, options.Value.BackOff)) return;
        LogGivenUp(asked.Event, asked.Subscription, attempt.Reason!);
        await Record(asked, attempt with { State = WebhookDeliveryState.GivenUp }, attempts);
        await MessageRetries.GiveUp(message, actions, attempt.Reason);
    }

    /// <summary>Null when there is nothing (more) to deliver. Storage that fails is a failure of the delivery.</summary>
    private async Task<WebhookAttempt?> TryToDeliver(WebhookMessage asked, int attempts, CancellationToken cancellationToken)
    {
        try
        {
            var finding = webhooks.Find(asked.Subscription, cancellationToken);
            var isDone = asked.AgainId is null && await deliveries.Find(asked.Subscription, asked.Delivery, cancellationToken) is
            {
                Last.State: WebhookDeliveryState.Delivered,
            };
            if (await finding is not { } subscription || isDone) return null;
            if (!await MayStillReceive(subscription, asked.Type, cancellationToken)) return null;
            var attempt = await client.Send(subscription, asked, cancellationToken);
            // Recorded first: whoever looks for an ended subscription's deliveries finds this one.
            await Record(asked, attempt, attempts);
            if (attempt.State is WebhookDeliveryState.Gone) await webhooks.Remove(subscription.Id, CancellationToken.None);
            return attempt;
        }
        catch (Exception failure) when (StorageFailures.IsUnavailable(failure))
        {
            return WebhookAttempt.Failed("storage-unavailable");
        }
    }

    /// <summary>A key that was revoked since, or may read this no more, gets nothing: its subscription ends.</summary>
    private async Task<bool> MayStillReceive(WebhookSubscription subscription, WebhookEventType type, CancellationToken cancellationToken)
    {
        var key = await keys.Find(subscription.Key, cancellationToken);
        if (key is { RevokedAt: null } && key.Scopes.Contains(WebhookScopes.Of(type))) return true;
        await webhooks.Remove(subscription.Id, cancellationToken);
        LogKeyEnded(subscription.Id, subscription.Key);
        return false;
    }

    /// <summary>What a receiver has accepted is not sent again because storage could not write that down.</summary>
    private async Task Record(WebhookMessage asked, WebhookAttempt attempt, int attempts)
    {
        try
        {
            var delivery = new WebhookDelivery(
                asked.Delivery, asked.Event, asked.Type, asked.Timestamp, attempts, clock.GetUtcNow(), attempt, asked.Body);
            await deliveries.Save(asked.Subscription, delivery, CancellationToken.None);
        }
        catch (Exception failure) when (StorageFailures.IsUnavailable(failure))
        {
            LogNotRecorded(asked.Event, asked.Subscription);
        }
    }

    [LoggerMessage(LogLevel.Error, "Message {MessageId} on the queue of webhooks names no delivery; it lies in the dead-letter queue.")]
    private partial void LogBroken(string messageId);

    [LoggerMessage(LogLevel.Warning, "Event {Event} was not taken by webhook {Webhook} ({Reason}).")]
    private partial void LogFailed(string @event, string webhook, string reason);

    [LoggerMessage(LogLevel.Warning, "Webhook {Webhook} has ended with API key {Key}.")]
    private partial void LogKeyEnded(string webhook, string key);

    [LoggerMessage(LogLevel.Error, "Event {Event} was not taken by webhook {Webhook} for a day ({Reason}); it lies in the dead-letter queue.")]
    private partial void LogGivenUp(string @event, string webhook, string reason);

    [LoggerMessage(LogLevel.Warning, "The delivery of event {Event} to webhook {Webhook} was not recorded.")]
    private partial void LogNotRecorded(string @event, string webhook);
}
