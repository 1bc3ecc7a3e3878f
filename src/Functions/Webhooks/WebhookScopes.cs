using Dfm.Core.Webhooks;

namespace Dfm.Functions.Webhooks;

/// <summary>The scopes of API keys for webhooks.</summary>
public static class WebhookScopes
{
    /// <summary>To list subscriptions and what was sent to them.</summary>
    public const string Read = "webhooks.read";

    /// <summary>To subscribe, to unsubscribe, and to send again.</summary>
    public const string Write = "webhooks.write";

    /// <summary>What a key must be allowed beside, to be told of such events: the scope whose functions show the same.</summary>
    public static string Of(WebhookEventType type) => type switch
    {
        WebhookEventType.DitStateChanged => "dits.read",
        WebhookEventType.OrderStateChanged => "orders.read",
        WebhookEventType.ReadingEntered => "readings.write",
        WebhookEventType.InvoicePosted => "invoices.write",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Events that no scope allows."),
    };
}
