using Dfm.Core.Webhooks;

namespace Dfm.Functions.Webhooks.Backoffice;

/// <summary>A subscription, as shown by the API: its address without what stands behind « ? », which is often a secret.</summary>
public sealed record WebhookResponse(string Id, string Url, IReadOnlyList<WebhookEventType> Events, string CreatedBy, DateTimeOffset CreatedAt)
{
    public static WebhookResponse Of(WebhookSubscription subscription) =>
        new(subscription.Id, subscription.ShownUrl, subscription.Events, subscription.CreatedBy, subscription.CreatedAt);
}

/// <summary>The same, to whoever has subscribed.</summary>
/// <param name="Secret">Signs the deliveries; shown this once.</param>
public sealed record CreatedWebhookResponse(
    string Id, string Url, IReadOnlyList<WebhookEventType> Events, string CreatedBy, DateTimeOffset CreatedAt, string Secret)
{
    public static CreatedWebhookResponse Of(WebhookSubscription subscription, byte[] secret) => new(
        subscription.Id,
        subscription.ShownUrl,
        subscription.Events,
        subscription.CreatedBy,
        subscription.CreatedAt,
        WebhookSignature.SecretText(secret));
}

/// <summary>What was sent to a subscription, and what has become of it.</summary>
/// <param name="Event">The event's id.</param>
/// <param name="Timestamp">When the event happened.</param>
/// <param name="TriedAt">When it was tried last.</param>
/// <param name="Status">The receiver's HTTP status at the last try; null when it gave none.</param>
/// <param name="Reason">Why the last try failed; null when it did not.</param>
public sealed record WebhookDeliveryResponse(
    string Id,
    string Event,
    WebhookEventType Type,
    DateTimeOffset Timestamp,
    WebhookDeliveryState State,
    int Attempts,
    DateTimeOffset TriedAt,
    int? Status,
    string? Reason)
{
    public static WebhookDeliveryResponse Of(WebhookDelivery delivery) => new(
        delivery.Id,
        delivery.Event,
        delivery.Type,
        delivery.Timestamp,
        delivery.Last.State,
        delivery.Attempts,
        delivery.At,
        delivery.Last.Status,
        delivery.Last.Reason);
}
