using System.Globalization;
using Dfm.Core.Accounts;
using Dfm.Core.Parc;

namespace Dfm.Core.Orders;

/// <summary>An order of consumables (« commande », manual, chapter 5) as it stands: one site, one delivery.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Customer">Whose it is.</param>
/// <param name="Site">Where it goes: the site as it stood.</param>
/// <param name="Comment">« Commentaire »: access codes, building, door, contact, service. It goes onto the delivery note.</param>
/// <param name="Assets">The assets that it is for, as they stood; at least one.</param>
/// <param name="Lines">What was ordered, and what DFM added; numbered from 1.</param>
/// <param name="PlacedBy">Who placed it: confirmations go there.</param>
/// <param name="PlacedAt">When.</param>
/// <param name="ApprovedBy">The name of the Superviseur who approved it; null where no approval was due.</param>
/// <param name="RemindAt">When the desk is reminded if nobody has validated it by then.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Version">Counts every accepted command, from 1; the ETag of the HTTP contract.</param>
/// <param name="Transitions">Counts the accepted commands that the lifecycle follows, from 1.</param>
/// <param name="Deliveries">What was sent, oldest first.</param>
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
    IReadOnlyList<Delivery> Deliveries)
{
    /// <summary>The most lines that DFM adds to one order.</summary>
    public const int MaxAddedLines = 20;

    /// <summary>The most parcels of one order.</summary>
    public const int MaxDeliveries = 50;

    /// <summary>The customer's own references, as one text for the customer's people; null when there is none.</summary>
    public string? CustomerReferences() => JoinReferences(Assets.Select(asset => asset.CustomerReference));

    /// <summary>References of the customer's own as one text; null when there is none.</summary>
    internal static string? JoinReferences(IEnumerable<string?> references) =>
        string.Join(", ", references.OfType<string>().Distinct()) is { Length: > 0 } all ? all : null;

    /// <summary>The number of the delivery note that comes next, unless DFM gives one.</summary>
    public string NextDeliveryNote() => string.Create(CultureInfo.InvariantCulture, $"BL{Number}-{Deliveries.Count + 1}");
}

/// <summary>An asset that an order is for.</summary>
/// <param name="Asset">The asset, as it stood.</param>
/// <param name="CustomerReference">« Référence interne de commande client »: it never goes onto the delivery note.</param>
public sealed record OrderAsset(AssetSnapshot Asset, string? CustomerReference);

/// <summary>One line of an order.</summary>
/// <param name="Number">From 1, unique in its order.</param>
/// <param name="Asset">The asset that it is for; null for what DFM added (shipping costs…), which is never delivered.</param>
/// <param name="Reference">The consumable; null for what DFM added.</param>
/// <param name="Designation">What people call it.</param>
/// <param name="Colour">The colour that it prints, if any.</param>
/// <param name="Included">Whether the asset's contract includes it.</param>
/// <param name="Price">One's price in euros without tax; null when it is included, or on request.</param>
/// <param name="Quantity">How many were ordered.</param>
/// <param name="Stock">« Stock actuel »: how many the customer had left.</param>
/// <param name="Delivered">How many were sent so far.</param>
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
    /// <summary>How many are still to be sent.</summary>
    public int Remaining => Asset is null ? 0 : Quantity - Delivered;
}

/// <summary>A parcel of an order.</summary>
/// <param name="Number">From 1, within its order.</param>
/// <param name="At">When it was sent.</param>
/// <param name="Carrier">« Transporteur ».</param>
/// <param name="DeliveryNote">« N° de bon de livraison ».</param>
/// <param name="TrackingNumber">The carrier's number of the parcel; null when there is none.</param>
/// <param name="Lines">What is in it.</param>
public sealed record Delivery(
    int Number, DateTimeOffset At, string Carrier, string DeliveryNote, string? TrackingNumber, IReadOnlyList<DeliveredLine> Lines);

/// <summary>How many of a line are in a parcel.</summary>
/// <param name="Line">The line's number.</param>
/// <param name="Quantity">From 1.</param>
public sealed record DeliveredLine(int Line, int Quantity);
