using System.Globalization;
using Dfm.Core.Accounts;

namespace Dfm.Core.Orders;

/// <summary>The state machine of the order: the result of each command in each state, as pure functions (manual, chapter 5).</summary>
public static class OrderDecisions
{
    /// <summary>Places an order, with its first journal entry.</summary>
    /// <param name="remindAt">When the order desk is reminded if the order has not been validated.</param>
    /// <param name="approvedBy">The Superviseur's name; null when no approval was required.</param>
    public static OrderChange Place(
        OrderNumber number,
        CustomerId customer,
        OrderContent content,
        Person by,
        DateTimeOffset at,
        DateTimeOffset remindAt,
        string? approvedBy = null)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(by);
        var order = new Order(
            number,
            customer,
            content.Site,
            content.Comment,
            content.Assets,
            content.Lines,
            by,
            at,
            approvedBy,
            remindAt,
            OrderState.ExternalEntry,
            Version: 1,
            Transitions: 1,
            Deliveries: []);
        var actor = by.ToActor();
        var text = approvedBy is null ? null : $"Validée par {approvedBy}.";
        var entry = Entry(order, at, actor, OrderEntryKind.Placed, text);
        return new OrderChange(order, entry, new OrderTransition(1, entry, actor, order));
    }

    /// <summary>The result of <paramref name="command"/> on <paramref name="order"/>, or why it is refused.</summary>
    public static Result<OrderChange> Decide(Order order, OrderCommand command)
    {
        ArgumentNullException.ThrowIfNull(order);
        return command switch
        {
            CancelByCustomer cancel => order.State.CancellationWindow().Open
                ? Move(order, cancel, OrderEntryKind.Cancelled, OrderState.Cancelled, cancel.Comment)
                : OrderProblems.CannotCancel(order.State),
            MakeFullyDeliverable make => order.State is OrderState.ExternalEntry or OrderState.PartlyDeliverable
                ? Move(order, make, OrderEntryKind.FullyDeliverable, OrderState.FullyDeliverable, make.Comment)
                : OrderProblems.NotAllowed(order.State),
            MakePartlyDeliverable make => order.State is OrderState.ExternalEntry or OrderState.FullyDeliverable
                ? Move(order, make, OrderEntryKind.PartlyDeliverable, OrderState.PartlyDeliverable, make.Comment)
                : OrderProblems.NotAllowed(order.State),
            Deliver deliver => order.State is OrderState.FullyDeliverable or OrderState.PartlyDeliverable or OrderState.PartlyDelivered
                ? Send(order, deliver)
                : OrderProblems.NotAllowed(order.State),
            AddLine add => order.State.IsOpen()
                ? Add(order, add)
                : OrderProblems.NotAllowed(order.State),
            AddMessage message => order.State.IsOpen()
                ? Note(order, message)
                : OrderProblems.NotAllowed(order.State),
            Withdraw withdraw => order.State is OrderState.ExternalEntry or OrderState.FullyDeliverable or OrderState.PartlyDeliverable
                ? Move(order, withdraw, OrderEntryKind.Cancelled, OrderState.Cancelled, withdraw.Reason)
                : OrderProblems.NotAllowed(order.State),
            _ => throw new ArgumentOutOfRangeException(nameof(command), command, "A command without a rule."),
        };
    }

    private static Result<OrderChange> Send(Order order, Deliver command)
    {
        // Sent twice, by a double click or by hand: said first, since the rest of the parcel may be gone by now.
        if (command.DeliveryNote is { } note && order.DeliveryOf(note) is { } sent) return OrderProblems.DeliveryNoteUsed(order.State, sent);
        if (order.Deliveries.Count == Order.MaxDeliveries) return OrderProblems.TooManyDeliveries(order.State);
        var parcel = Parcel(order, command.Lines);
        if (!parcel.IsSuccess) return parcel.Problem;
        var delivery = new Delivery(
            order.Deliveries.Count + 1,
            command.At,
            command.Carrier,
            command.DeliveryNote ?? order.NextDeliveryNote(),
            command.TrackingNumber,
            parcel.Value);
        var quantities = parcel.Value.ToDictionary(line => line.Line, line => line.Quantity);
        var next = order with
        {
            Lines = [.. order.Lines.Select(line => line with { Delivered = line.Delivered + quantities.GetValueOrDefault(line.Number) })],
            Deliveries = [.. order.Deliveries, delivery],
        };
        return next.Lines.Any(line => line.Remaining > 0)
            ? Move(next, command, OrderEntryKind.PartlyDelivered, OrderState.PartlyDelivered, delivery: delivery)
            : Move(next, command, OrderEntryKind.FullyDelivered, OrderState.FullyDelivered, delivery: delivery);
    }

    /// <summary>The content of a parcel: the named lines, or everything that remains; never more than remains.</summary>
    private static Result<List<DeliveredLine>> Parcel(Order order, IReadOnlyList<DeliveredLine>? named)
    {
        if (named is null)
            return order.Lines.Where(line => line.Remaining > 0).Select(line => new DeliveredLine(line.Number, line.Remaining)).ToList();
        var check = new FieldChecks();
        if (named.Count == 0) check.Refuse("lines", "Indiquez au moins une ligne à livrer.");
        for (var n = 0; n < named.Count; n++)
        {
            var line = order.Lines.FirstOrDefault(one => one.Number == named[n].Line && one.Asset is not null);
            if (line is null) check.Refuse($"lines[{n}].line", "Cette commande n'a pas de telle ligne à livrer.");
            else if (named.Take(n).Any(one => one.Line == named[n].Line))
                check.Refuse($"lines[{n}].line", "Cette ligne figure déjà dans la liste.");
            else if (named[n].Quantity < 1 || named[n].Quantity > line.Remaining)
                check.Refuse($"lines[{n}].quantity", $"Il reste {line.Remaining} à livrer sur cette ligne.");
        }

        return check.ResultOf(named.ToList());
    }

    private static Result<OrderChange> Add(Order order, AddLine command)
    {
        if (order.Lines.Count(line => line.Asset is null) == Order.MaxAddedLines) return OrderProblems.TooManyLines(order.State);
        var line = new OrderLine(
            order.Lines.Count + 1,
            Asset: null,
            Reference: null,
            command.Designation,
            Colour: null,
            Included: false,
            command.Price,
            command.Quantity,
            Stock: 0,
            Delivered: 0);
        var next = order with { Lines = [.. order.Lines, line], Version = order.Version + 1 };
        var text = string.Create(CultureInfo.InvariantCulture, $"{command.Quantity} × {command.Designation}");
        return new OrderChange(next, Entry(next, command.At, command.By, OrderEntryKind.LineAdded, text), null);
    }

    private static OrderChange Note(Order order, AddMessage command)
    {
        var next = order with { Version = order.Version + 1 };
        return new OrderChange(next, Entry(next, command.At, command.By, OrderEntryKind.Message, command.Text), null);
    }

    private static OrderChange Move(
        Order order, OrderCommand command, OrderEntryKind kind, OrderState to, string? text = null, Delivery? delivery = null)
    {
        var next = order with { State = to, Version = order.Version + 1, Transitions = order.Transitions + 1 };
        var entry = Entry(next, command.At, command.By, kind, text) with { Delivery = delivery };
        return new OrderChange(next, entry, new OrderTransition(next.Transitions, entry, command.By, next));
    }

    private static OrderEntry Entry(Order next, DateTimeOffset at, Actor by, OrderEntryKind kind, string? text) =>
        new(next.Version, at, kind, by.Name, by.Kind, next.State, text) { User = by.User };
}
