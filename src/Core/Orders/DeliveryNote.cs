using Dfm.Core.Accounts;
using Dfm.Core.Parc;

namespace Dfm.Core.Orders;

/// <summary>
/// The delivery note (« bon de livraison ») of one shipment of an order, as it is printed. It has no place for the customer's
/// own reference (« Référence interne de commande client »), which never goes onto it (manual, chapter 5).
/// </summary>
/// <param name="Number">« N° de bon de livraison ».</param>
/// <param name="At">When the shipment left.</param>
/// <param name="OrderNumber">The order's number.</param>
/// <param name="OrderedAt">When it was ordered.</param>
/// <param name="OrderedBy">Who ordered it, by name.</param>
/// <param name="CustomerName">The customer's name.</param>
/// <param name="Site">Where the goods go.</param>
/// <param name="Comment">« Commentaire »: access codes, building, door, contact, service. For whoever delivers.</param>
/// <param name="Carrier">« Transporteur ».</param>
/// <param name="TrackingNumber">The parcel's number with the carrier, when it has one.</param>
/// <param name="Lines">What was ordered and what this shipment holds of it, in the order's sequence.</param>
public sealed record DeliveryNote(
    string Number,
    DateTimeOffset At,
    string OrderNumber,
    DateTimeOffset OrderedAt,
    string OrderedBy,
    string CustomerName,
    Site Site,
    string? Comment,
    string Carrier,
    string? TrackingNumber,
    IReadOnlyList<DeliveryNoteLine> Lines)
{
    /// <summary>The note of one of an order's parcels; null when the order has no such parcel.</summary>
    /// <param name="order">The order.</param>
    /// <param name="parcel">The parcel's number within its order.</param>
    /// <param name="customerName">The customer's name.</param>
    public static DeliveryNote? Of(Order order, int parcel, string customerName)
    {
        ArgumentNullException.ThrowIfNull(order);
        if (order.Deliveries.FirstOrDefault(one => one.Number == parcel) is not { } delivery) return null;
        var assets = order.Assets.ToDictionary(one => one.Asset.Asset, one => one.Asset);
        return new(
            delivery.DeliveryNote,
            delivery.At,
            order.Number.Value,
            order.PlacedAt,
            order.PlacedBy.Name,
            customerName,
            order.Site,
            order.Comment,
            delivery.Carrier,
            delivery.TrackingNumber,
            [
                .. order.Lines.Where(line => line.Asset is not null).Select(line => new DeliveryNoteLine(
                    line.Reference?.Value,
                    line.Designation,
                    line.Colour?.Label(),
                    Describe(assets[line.Asset!.Value]),
                    line.Quantity,
                    SentOf(line, [delivery]),
                    line.Quantity - SentOf(line, order.Deliveries.Where(one => one.Number <= parcel)))),
            ]);
    }

    private static int SentOf(OrderLine line, IEnumerable<Delivery> deliveries) =>
        deliveries.SelectMany(one => one.Lines).Where(sent => sent.Line == line.Number).Sum(sent => sent.Quantity);

    private static string Describe(AssetSnapshot asset) => $"{asset.Designation}, {asset.SerialNumber}, {asset.Location}";
}

/// <summary>One line of a delivery note.</summary>
/// <param name="Reference">The consumable's reference, when it has one.</param>
/// <param name="Designation">What it is.</param>
/// <param name="Colour">Its colour in French, when it has one: « Cyan ».</param>
/// <param name="Asset">The asset it is for: « Multifonction couleur A3, 3129RC10482, Rez-de-chaussée ».</param>
/// <param name="Ordered">How many were ordered.</param>
/// <param name="Delivered">How many this shipment holds.</param>
/// <param name="Remaining">How many are still to come.</param>
public sealed record DeliveryNoteLine(
    string? Reference,
    string Designation,
    string? Colour,
    string? Asset,
    int Ordered,
    int Delivered,
    int Remaining);
