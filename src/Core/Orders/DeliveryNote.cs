using Dfm.Core.Accounts;
using Dfm.Core.Catalogue;
using Dfm.Core.Parc;

namespace Dfm.Core.Orders;

/// <summary>
/// The printed delivery note (« bon de livraison ») of one shipment. It has no field for the customer's own reference (« Référence interne
/// de commande client »), which is never printed on it (manual, chapter 5).
/// </summary>
/// <param name="Number">« N° de bon de livraison ».</param>
/// <param name="Site">The delivery address.</param>
/// <param name="Comment">« Commentaire »: access codes, building, door, contact, service.</param>
/// <param name="Carrier">« Transporteur ».</param>
/// <param name="TrackingNumber">Null when there is none.</param>
/// <param name="Lines">The order's lines with the quantities of this shipment, in the order's sequence.</param>
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
    /// <summary>The delivery note of a parcel; null when the order has no such parcel.</summary>
    /// <param name="parcel">The parcel's number within its order.</param>
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
/// <param name="Reference">Null when there is none.</param>
/// <param name="Colour">French label, e.g. « Cyan »; null when there is none.</param>
/// <param name="Asset">E.g. « Multifonction couleur A3, 3129RC10482, Rez-de-chaussée ».</param>
/// <param name="Delivered">The quantity in this shipment.</param>
/// <param name="Remaining">The quantity still to be sent.</param>
public sealed record DeliveryNoteLine(
    string? Reference,
    string Designation,
    string? Colour,
    string? Asset,
    int Ordered,
    int Delivered,
    int Remaining);
