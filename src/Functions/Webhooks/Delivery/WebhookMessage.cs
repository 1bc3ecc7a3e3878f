using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using Azure.Messaging.ServiceBus;
using Dfm.Core.Webhooks;
using Dfm.Functions.Storage;

namespace Dfm.Functions.Webhooks.Delivery;

/// <summary>What lies on the queue <c>webhooks</c>: an event that one subscription is to get.</summary>
/// <param name="Delivery">The delivery's id in its subscription.</param>
/// <param name="Event">The event's id.</param>
/// <param name="Body">What is sent, byte for byte at each try.</param>
/// <param name="AgainId">Of a delivery that staff sends once more, tells the times apart; null for the first one.</param>
public sealed record WebhookMessage(
    string Subscription, string Delivery, string Event, WebhookEventType Type, DateTimeOffset Timestamp, string Body, string? AgainId)
{
    public static WebhookMessage Of(string subscription, WebhookEvent published) => new(
        subscription,
        DeliveryId(published.Timestamp, published.Id),
        published.Id,
        published.Type,
        published.Timestamp,
        published.ToBody(),
        AgainId: null);

    /// <param name="again">Deterministic where the same request may come twice.</param>
    public static WebhookMessage Again(string subscription, WebhookDelivery delivery, string again) =>
        new(subscription, delivery.Id, delivery.Event, delivery.Type, delivery.Timestamp, delivery.Body, again);

    /// <summary>The same for the same delivery, so that duplicate detection leaves one.</summary>
    public string MessageId => AgainId is null ? $"{Subscription}~{Event}" : $"{Subscription}~{Event}.{AgainId}";

    public BinaryData ToBinary() => BinaryData.FromBytes(JsonSerializer.SerializeToUtf8Bytes(this, StorageJson.Options));

    /// <summary>Reads a message; false when it is none of ours.</summary>
    public static bool TryRead(ServiceBusReceivedMessage message, [NotNullWhen(true)] out WebhookMessage? read)
    {
        try
        {
            read = message.Body.ToObjectFromJson<WebhookMessage>(StorageJson.Options);
        }
        catch (JsonException)
        {
            read = null;
        }

        return read is { Subscription.Length: > 0, Delivery.Length: > 0, Event.Length: > 0, Body.Length: > 0 };
    }

    /// <summary>Newer events sort first.</summary>
    private static string DeliveryId(DateTimeOffset timestamp, string eventId) =>
        string.Create(CultureInfo.InvariantCulture, $"{DateTimeOffset.MaxValue.UtcTicks - timestamp.UtcTicks:D19}-{eventId}");
}
