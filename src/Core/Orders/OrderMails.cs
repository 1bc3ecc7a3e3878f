using Dfm.Core.Accounts;
using Dfm.Core.Notifications;
using Dfm.Core.Parc;

namespace Dfm.Core.Orders;

/// <summary>Which mails follow from what happens to an order (manual, chapter 5). Ids are deterministic: asking twice sends once.</summary>
public static class OrderMails
{
    /// <summary>The mails that the last transition of <paramref name="story"/> asks for.</summary>
    public static IReadOnlyList<MailMessage> For(OrderStory story)
    {
        ArgumentNullException.ThrowIfNull(story);
        var last = story.Last;
        var recap = Recap(story.Order);
        return last.Entry.Kind switch
        {
            OrderEntryKind.Placed => Confirm(story, new OrderRegisteredMail(recap)),
            OrderEntryKind.FullyDeliverable => Confirm(story, new OrderPreparingMail(recap, Partly: false, last.Entry.Text)),
            OrderEntryKind.PartlyDeliverable => Confirm(story, new OrderPreparingMail(recap, Partly: true, last.Entry.Text)),
            OrderEntryKind.PartlyDelivered or OrderEntryKind.FullyDelivered when last.Entry.Delivery is { } delivery => Confirm(
                story,
                new OrderShippedMail(
                    recap, Parcel(story.Order, delivery), Complete: last.Entry.Kind is OrderEntryKind.FullyDelivered)),
            OrderEntryKind.Cancelled => Confirm(
                story,
                new OrderCancelledMail(
                    recap, last.Entry.At, last.Entry.Text ?? "", last.By.Kind is ActorKind.Customer ? last.By.Name : null)),
            _ => [],
        };
    }

    /// <summary>The reminder to the desk that nobody has validated the order in time.</summary>
    public static MailMessage Reminder(Order order, string customerName, MailRecipient desk)
    {
        ArgumentNullException.ThrowIfNull(order);
        return MailMessage.Create(
            $"order-{order.Number}-reminder", desk, new OrderReminderMail(Recap(order), customerName, order.RemindAt));
    }

    /// <summary>What is said of an asset, with what is wanted for it.</summary>
    internal static OrderRecapAsset Asset(AssetSnapshot asset, IEnumerable<OrderRecapLine> lines) =>
        new(asset.Designation, asset.Make, asset.Model, asset.SerialNumber, asset.Location, [.. lines]);

    /// <summary>What one of an asset's lines says to a reader.</summary>
    internal static OrderRecapLine Line(
        ConsumableReference? reference,
        string designation,
        ConsumableColour? colour,
        bool included,
        decimal? price,
        int quantity,
        int delivered) =>
        new(reference?.Value, designation, colour?.Label(), quantity, delivered, Price(included, price));

    /// <summary>To whoever placed the order and, when somebody else of the customer acted, to that person too.</summary>
    private static MailMessage[] Confirm<TModel>(OrderStory story, TModel model) where TModel : IMailModel
    {
        var placer = story.Order.PlacedBy;
        var id = $"order-{story.Order.Number}-{story.Last.Sequence}-{story.Last.Entry.Kind}";
        var toPlacer = MailMessage.Create(id, new MailRecipient(placer.Email, placer.Name), model);
        return story.Last.By is { Kind: ActorKind.Customer, Email: { } email } actor && email != placer.Email
            ? [toPlacer, MailMessage.Create($"{id}-actor", new MailRecipient(email, actor.Name), model)]
            : [toPlacer];
    }

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

    private static string Price(bool included, decimal? price) =>
        included ? "Inclus au contrat" : price is { } euros ? FrenchText.Price(euros) : "Prix sur demande";
}
