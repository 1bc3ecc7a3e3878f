using System.Globalization;
using Dfm.Core.Accounts;
using Dfm.Core.Aggregates;
using Dfm.Core.Catalogue;
using Dfm.Core.Parc;
using Dfm.Core.Webhooks;

namespace Dfm.Core.Orders;

/// <summary>An order of consumables (« commande », manual, chapter 5): one site, one delivery.</summary>
/// <param name="Site">The delivery address when the order was placed.</param>
/// <param name="Comment">« Commentaire »: access codes, building, door, contact, service. Printed on the delivery note.</param>
/// <param name="Assets">The assets when the order was placed; at least one.</param>
/// <param name="Lines">The lines ordered and the lines added by DFM; numbered from 1.</param>
/// <param name="PlacedBy">Receives the confirmations.</param>
/// <param name="ApprovedBy">The Superviseur's name; null when no approval was required.</param>
/// <param name="RemindAt">When the order desk is reminded if the order has not been validated.</param>
/// <param name="Version">Counts accepted commands, from 1; the ETag of the HTTP contract.</param>
/// <param name="Transitions">Counts the accepted commands that raise an event to the lifecycle, from 1.</param>
/// <param name="Deliveries">The parcels sent, oldest first.</param>
public sealed record Order(
    OrderNumber Number,
    CustomerId Customer,
    Site Site,
    string? Comment,
    IReadOnlyList<OrderAsset> Assets,
    IReadOnlyList<OrderLine> Lines,
    Person PlacedBy,
    DateTimeOffset PlacedAt,
    string? ApprovedBy,
    DateTimeOffset RemindAt,
    OrderState State,
    int Version,
    int Transitions,
    IReadOnlyList<Delivery> Deliveries) : IAggregate, IPublished<Order>
{
    long IAggregate.Sequence => Number.Sequence;

    WebhookEvent? IPublished<Order>.EventSince(Order? before, DateTimeOffset at) => OrderStateChanged.Of(before, this, at);

    /// <summary>The maximum number of lines that DFM adds to an order.</summary>
    public const int MaxAddedLines = 20;

    /// <summary>The maximum number of parcels of an order.</summary>
    public const int MaxDeliveries = 50;

    /// <summary>The customer's own references as one text, for the customer's people only; null when there is none.</summary>
    public string? CustomerReferences() => JoinReferences(Assets.Select(asset => asset.CustomerReference));

    /// <summary>Joins references into one text; null when there is none.</summary>
    internal static string? JoinReferences(IEnumerable<string?> references) =>
        string.Join(", ", references.OfType<string>().Distinct()) is { Length: > 0 } all ? all : null;

    /// <summary>The number of the next delivery note, unless DFM gives one: none that a parcel has, be it by hand.</summary>
    public string NextDeliveryNote() =>
        Enumerable.Range(Deliveries.Count + 1, Deliveries.Count + 1)
            .Select(n => string.Create(CultureInfo.InvariantCulture, $"BL{Number}-{n}"))
            .First(note => DeliveryOf(note) is null);

    /// <summary>The parcel that has the delivery note, in whatever case it was written; null when there is none.</summary>
    public Delivery? DeliveryOf(string deliveryNote) =>
        Deliveries.FirstOrDefault(delivery => delivery.DeliveryNote.Equals(deliveryNote, StringComparison.OrdinalIgnoreCase));
}

/// <summary>An asset of an order.</summary>
/// <param name="Asset">The asset when the order was placed.</param>
/// <param name="CustomerReference">« Référence interne de commande client »: never printed on the delivery note.</param>
public sealed record OrderAsset(AssetSnapshot Asset, string? CustomerReference);

/// <summary>A line of an order.</summary>
/// <param name="Number">From 1, unique within the order.</param>
/// <param name="Asset">Null for lines added by DFM (shipping costs…), which are never delivered.</param>
/// <param name="Reference">Null for lines added by DFM.</param>
/// <param name="Colour">Null when it prints none.</param>
/// <param name="Included">Whether the asset's contract includes it.</param>
/// <param name="Price">Unit price in euros, excluding tax; null when included in the contract or on request.</param>
/// <param name="Stock">« Stock actuel »: the quantity that the customer had left.</param>
/// <param name="Delivered">The quantity sent so far.</param>
public sealed record OrderLine(
    int Number,
    AssetId? Asset,
    ConsumableReference? Reference,
    string Designation,
    ConsumableColour? Colour,
    bool Included,
    decimal? Price,
    int Quantity,
    int Stock,
    int Delivered)
{
    /// <summary>The quantity still to be sent.</summary>
    public int Remaining => Asset is null ? 0 : Quantity - Delivered;
}

/// <summary>A parcel of an order.</summary>
/// <param name="Number">From 1, unique within the order.</param>
/// <param name="Carrier">« Transporteur ».</param>
/// <param name="DeliveryNote">« N° de bon de livraison ».</param>
/// <param name="TrackingNumber">Null when there is none.</param>
public sealed record Delivery(
    int Number, DateTimeOffset At, string Carrier, string DeliveryNote, string? TrackingNumber, IReadOnlyList<DeliveredLine> Lines);

/// <summary>The quantity of a line in a parcel.</summary>
/// <param name="Line">The line's number.</param>
/// <param name="Quantity">At least 1.</param>
public sealed record DeliveredLine(int Line, int Quantity);
