using Dfm.Core.Accounts;
using Dfm.Core.Parc;

namespace Dfm.Core.Orders;

/// <summary>What lists show of an order.</summary>
/// <param name="Number">Its number.</param>
/// <param name="State">Where it stands.</param>
/// <param name="StateLabel">The same in French.</param>
/// <param name="Site">Where it goes.</param>
/// <param name="SiteName">The site's name.</param>
/// <param name="Assets">What it is for.</param>
/// <param name="CustomerReference">The customer's own references, else null.</param>
/// <param name="PlacedBy">Who placed it.</param>
/// <param name="PlacedAt">When.</param>
/// <param name="Carrier">« Transporteur » of the last parcel; null before the first.</param>
/// <param name="DeliveryNote">« N° de bon de livraison » of the last parcel; null before the first.</param>
/// <param name="Cancellable">Whether the customer may cancel it.</param>
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
    /// <summary>The order as it stands, for a list.</summary>
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
            CancellationWindow.For(order.State).Open);
    }
}

/// <summary>An asset that an order is for, as lists show it.</summary>
/// <param name="Id">The asset.</param>
/// <param name="Designation">What people call it.</param>
public sealed record OrderedFor(AssetId Id, string Designation);

/// <summary>What an asset's own list shows of an order: « suivi des commandes » (manual, chapter 5).</summary>
/// <param name="Order">The order.</param>
/// <param name="Lines">What was ordered for this asset.</param>
public sealed record AssetOrder(OrderSummary Order, IReadOnlyList<OrderedLine> Lines)
{
    /// <summary>The order as it stands, for the list of one of its assets.</summary>
    public static AssetOrder Of(Order order, AssetId asset)
    {
        ArgumentNullException.ThrowIfNull(order);
        return new(
            OrderSummary.Of(order),
            [.. order.Lines.Where(line => line.Asset == asset).Select(line =>
                new OrderedLine(line.Reference!.Value, line.Designation, line.Quantity, line.Delivered))]);
    }
}

/// <summary>What was ordered of one consumable for one asset.</summary>
/// <param name="Reference">The consumable.</param>
/// <param name="Designation">What people call it.</param>
/// <param name="Quantity">How many were ordered.</param>
/// <param name="Delivered">How many were sent so far.</param>
public sealed record OrderedLine(ConsumableReference Reference, string Designation, int Quantity, int Delivered);
