using System.Text.Json.Serialization;
using Dfm.Core.Accounts;
using Dfm.Core.Aggregates;

namespace Dfm.Core.Orders;

/// <summary>The kinds of journal entries of an order.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OrderEntryKind>))]
public enum OrderEntryKind
{
    /// <summary>The order was placed.</summary>
    Placed,

    /// <summary>DFM validated the order: all of it can be sent.</summary>
    FullyDeliverable,

    /// <summary>DFM validated the order: a part can be sent.</summary>
    PartlyDeliverable,

    /// <summary>A parcel was sent, and more will follow.</summary>
    PartlyDelivered,

    /// <summary>The last parcel was sent.</summary>
    FullyDelivered,

    /// <summary>DFM added a line.</summary>
    LineAdded,

    /// <summary>The customer wrote.</summary>
    Message,

    /// <summary>The order was cancelled, by the customer or by DFM.</summary>
    Cancelled,
}

/// <summary>A journal entry of an order. Each accepted command writes one.</summary>
/// <param name="Version">The order's version after the command; orders the journal.</param>
/// <param name="State">The state after the command.</param>
/// <param name="Text">A comment, a reason, a message or the added line; else null.</param>
/// <param name="Delivery">The parcel; only for deliveries.</param>
public sealed record OrderEntry(
    int Version,
    DateTimeOffset At,
    OrderEntryKind Kind,
    string By,
    ActorKind ByKind,
    OrderState State,
    string? Text = null,
    Delivery? Delivery = null) : IJournalEntry
{
    /// <inheritdoc/>
    public UserId? User { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public string Action => $"Order{Kind}";
}
