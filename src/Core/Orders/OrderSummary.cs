using Dfm.Core.Accounts;
using Dfm.Core.Catalogue;
using Dfm.Core.Parc;

namespace Dfm.Core.Orders;

/// <summary>An order as shown in lists.</summary>
/// <param name="CustomerReference">The customer's own references as one text; null when there is none.</param>
/// <param name="Carrier">« Transporteur » of the last parcel; null before the first.</param>
/// <param name="DeliveryNote">« N° de bon de livraison » of the last parcel; null before the first.</param>
public sealed record OrderSummary(
    OrderNumber Number,
    OrderState State,
    string StateLabel,
    SiteId Site,
    string SiteName,
    IReadOnlyList<OrderedFor> Assets,
    string? CustomerReference,
    string PlacedBy,
    DateTimeOffset PlacedAt,
    string? Carrier,
    string? DeliveryNote,
    bool Cancellable)
{
    /// <summary>Creates the summary of an order.</summary>
    public static OrderSummary Of(Order order)
    {
        ArgumentNullException.ThrowIfNull(order);
        var last = order.Deliveries.Count == 0 ? null : order.Deliveries[^1];
        return new(
            order.Number,
            order.State,
            order.State.Label(),
            order.Site.Id,
            order.Site.Name,
            [.. order.Assets.Select(one => new OrderedFor(one.Asset.Asset, one.Asset.Designation))],
            order.CustomerReferences(),
            order.PlacedBy.Name,
            order.PlacedAt,
            last?.Carrier,
            last?.DeliveryNote,
            order.State.CancellationWindow().Open);
    }
}

/// <summary>An asset of an order, as shown in lists.</summary>
public sealed record OrderedFor(AssetId Id, string Designation);

/// <summary>An order in the list of one asset: « suivi des commandes » (manual, chapter 5).</summary>
/// <param name="Lines">The lines for this asset only.</param>
public sealed record AssetOrder(OrderSummary Order, IReadOnlyList<OrderedLine> Lines)
{
    /// <summary>Creates the list item of an order for one of its assets.</summary>
    public static AssetOrder Of(Order order, AssetId asset)
    {
        ArgumentNullException.ThrowIfNull(order);
        return new(
            OrderSummary.Of(order),
            [.. order.Lines.Where(line => line.Asset == asset).Select(line =>
                new OrderedLine(line.Reference!.Value, line.Designation, line.Quantity, line.Delivered))]);
    }
}

/// <summary>A consumable that was ordered for an asset.</summary>
/// <param name="Delivered">The quantity sent so far.</param>
public sealed record OrderedLine(ConsumableReference Reference, string Designation, int Quantity, int Delivered);
