using System.Text.Json.Serialization;

namespace Dfm.Core.Webhooks;

/// <summary>What a webhook can be told of. The names are part of the contract with receivers.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WebhookEventType>))]
public enum WebhookEventType
{
    /// <summary>A DIT was raised, or is in another state than before.</summary>
    DitStateChanged,

    /// <summary>An order was placed, or is in another state than before.</summary>
    OrderStateChanged,

    /// <summary>A meter reading was entered, or corrected.</summary>
    ReadingEntered,

    /// <summary>An invoice or credit note was posted.</summary>
    InvoicePosted,
}
