using Dfm.Core.Accounts;
using Dfm.Core.Catalogue;
using Dfm.Core.Notifications;
using Dfm.Core.Parc;

namespace Dfm.Core.Orders;

/// <summary>The mails of an order (manual, chapter 5). Their ids are deterministic, so enqueueing is idempotent.</summary>
public static class OrderMails
{
    /// <summary>The mails of the last transition of <paramref name="state"/>.</summary>
    public static IReadOnlyList<MailMessage> For(OrderLifecycleState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var last = state.Last;
        var recap = Recap(state.Order);
        return last.Entry.Kind switch
        {
            OrderEntryKind.Placed => Confirm(state, new OrderRegisteredMail(recap)),
            OrderEntryKind.FullyDeliverable => Confirm(state, new OrderPreparingMail(recap, Partly: false, last.Entry.Text)),
            OrderEntryKind.PartlyDeliverable => Confirm(state, new OrderPreparingMail(recap, Partly: true, last.Entry.Text)),
            OrderEntryKind.PartlyDelivered or OrderEntryKind.FullyDelivered when last.Entry.Delivery is { } delivery => Confirm(
                state,
                new OrderShippedMail(
                    recap, Parcel(state.Order, delivery), Complete: last.Entry.Kind is OrderEntryKind.FullyDelivered)),
            OrderEntryKind.Cancelled => Confirm(
                state,
                new OrderCancelledMail(
                    recap, last.Entry.At, last.Entry.Text ?? "", last.By.Kind is ActorKind.Customer ? last.By.Name : null)),
            _ => [],
        };
    }

    /// <summary>The reminder to the order desk that the order was not validated in time.</summary>
    public static MailMessage Reminder(Order order, string customerName, MailRecipient desk)
    {
        ArgumentNullException.ThrowIfNull(order);
        return MailMessage.Create(
            $"order-{order.Number}-reminder", desk, new OrderReminderMail(Recap(order), customerName, order.RemindAt));
    }

    internal static OrderRecapAsset Asset(AssetSnapshot asset, IEnumerable<OrderRecapLine> lines) =>
        new(asset.Designation, asset.Make, asset.Model, asset.SerialNumber, asset.Location, [.. lines]);

    internal static OrderRecapLine Line(
        ConsumableReference? reference,
        string designation,
        ConsumableColour? colour,
        bool included,
        decimal? price,
        int quantity,
        int delivered) =>
        new(reference?.Value, designation, colour?.Label(), quantity, delivered, FrenchText.Price(included, price));

    private static IReadOnlyList<MailMessage> Confirm<TModel>(OrderLifecycleState state, TModel model) where TModel : IMailModel => Confirmation.To(
        $"order-{state.Order.Number}-{state.Last.Sequence}-{state.Last.Entry.Kind}", state.Order.PlacedBy, state.Last.By, model);

    private static OrderRecap Recap(Order order) => new(
        order.Number.Value,
        order.Site.Name,
        order.Site.Address(),
        order.Comment,
        order.CustomerReferences(),
        [
            .. order.Assets.Select(one => Asset(
                one.Asset, order.Lines.Where(line => line.Asset == one.Asset.Asset).Select(line => Line(line, line.Quantity)))),
        ],
        [.. order.Lines.Where(line => line.Asset is null).Select(line => Line(line, line.Quantity))],
        order.PlacedAt,
        order.PlacedBy.Name,
        order.ApprovedBy);

    private static OrderParcel Parcel(Order order, Delivery delivery)
    {
        var lines = order.Lines.ToDictionary(line => line.Number);
        return new(
            delivery.Carrier,
            delivery.DeliveryNote,
            delivery.TrackingNumber,
            Carriers.TrackingLink(delivery.Carrier, delivery.TrackingNumber)?.AbsoluteUri,
            [.. delivery.Lines.Select(line => Line(lines[line.Line], line.Quantity))],
            [.. order.Lines.Where(line => line.Remaining > 0).Select(line => Line(line, line.Remaining))]);
    }

    private static OrderRecapLine Line(OrderLine line, int quantity) =>
        Line(line.Reference, line.Designation, line.Colour, line.Included, line.Price, quantity, line.Delivered);
}
