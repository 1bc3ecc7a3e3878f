using System.Text.Json;
using Dfm.Core.Webhooks;
using Dfm.Functions.Outbox;
using Dfm.Functions.Storage;
using Dfm.Functions.Webhooks.Delivery;
using Dfm.Functions.Webhooks.Storage;

namespace Dfm.Functions.Webhooks.Publishing;

/// <summary>
/// Publishes a command's events to webhooks: one effect in its outbox row, which is fanned out here to the subscriptions that there are when
/// it is performed. So no command reads subscriptions, or waits for a receiver.
/// </summary>
public sealed class PublishEffect(TableWebhookStore webhooks, WebhookQueue queue) : IEffectHandler
{
    private const string Handler = "publish";
    private const int AtOnce = 16;

    public string Name => Handler;

    /// <param name="events">At least one; each has a deterministic id, by which it is published once.</param>
    public static OutboxEffect Of(IReadOnlyList<WebhookEvent> events) => OutboxEffect.Handle(Handler, events[0].Id, events);

    /// <summary>A message for each event and subscription, with a deterministic id: performed again, it is the same delivery.</summary>
    public async Task Perform(JsonElement payload, CancellationToken cancellationToken)
    {
        var events = payload.Deserialize<WebhookEvent[]>(StorageJson.Options)!;
        var subscriptions = await webhooks.List(cancellationToken);
        var deliveries =
            from published in events
            from subscription in subscriptions
            where subscription.Events.Contains(published.Type)
            select WebhookMessage.Of(subscription.Id, published);
        await Parallel.ForEachAsync(
            deliveries,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (delivery, stop) => await queue.Enqueue(delivery, stop));
    }
}
