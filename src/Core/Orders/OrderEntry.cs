using System.Text.Json.Serialization;
using Dfm.Core.Accounts;

namespace Dfm.Core.Orders;

/// <summary>What an entry of an order's journal tells.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OrderEntryKind>))]
public enum OrderEntryKind
{
    /// <summary>The order was placed.</summary>
    Placed,

    /// <summary>DFM validated it: all of it can be sent.</summary>
    FullyDeliverable,

    /// <summary>DFM validated it: a part can be sent.</summary>
    PartlyDeliverable,

    /// <summary>A parcel was sent, and more is to come.</summary>
    PartlyDelivered,

    /// <summary>The last parcel was sent.</summary>
    FullyDelivered,

    /// <summary>DFM added a line.</summary>
    LineAdded,

    /// <summary>The order was cancelled, by the customer or by DFM.</summary>
    Cancelled,
}

/// <summary>One line of an order's journal: nothing that happened to it is without one.</summary>
/// <param name="Version">The order's version after it: the order of the journal.</param>
/// <param name="At">When.</param>
/// <param name="Kind">What happened.</param>
/// <param name="By">Who did it.</param>
/// <param name="ByKind">On whose side.</param>
/// <param name="State">The state that stands after it.</param>
/// <param name="Text">A comment, a reason or what was added, else null.</param>
/// <param name="Delivery">For the delivered kinds: the parcel.</param>
public sealed record OrderEntry(
    int Version,
    DateTimeOffset At,
    OrderEntryKind Kind,
    string By,
    ActorKind ByKind,
    OrderState State,
    string? Text = null,
    Delivery? Delivery = null);
