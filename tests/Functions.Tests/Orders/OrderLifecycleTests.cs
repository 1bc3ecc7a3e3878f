using Dfm.Core.Accounts;
using Dfm.Core.Aggregates;
using Dfm.Core.Carts;
using Dfm.Core.Catalogue;
using Dfm.Core.Notifications;
using Dfm.Core.Orders;
using Dfm.Core.Parc;
using Dfm.Functions.Mail;
using Dfm.Functions.Orders.Commands;
using Dfm.Functions.Orders.Lifecycle;
using Dfm.Functions.Outbox;
using Dfm.Functions.Tests.Lifecycles;

namespace Dfm.Functions.Tests.Orders;

/// <summary>The lifecycle of an order step by step, every step replayed; its activities are written down in place of done.</summary>
public sealed class OrderLifecycleTests
{
    private const string Placer = "ada@example.test";
    private const string Comment = "Code 4512, bâtiment « B »";
    private static readonly DateTimeOffset At = new(2026, 3, 2, 8, 30, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset RemindAt = At.AddDays(1);
    private static readonly Actor Desk = new(ActorKind.Staff, "Service commandes");
    private static readonly Actor Ada = new(ActorKind.Customer, "Ada", Placer);

    private readonly OrderTransition placed = Placed();
    private readonly List<string> prices = [];

    [Fact]
    public void AnOrder_IsValidatedAndDeliveredInParts()
    {
        var order = Begun();
        Assert.Equal("order-42", order.Instance);
        Assert.Equal(Status(OrderState.ExternalEntry, cancellable: true), order.Status);

        var validated = Move(order, placed, new MakeFullyDeliverable(At, Desk));
        Assert.Equal(Status(OrderState.FullyDeliverable, cancellable: true), order.Status);
        var partly = Move(order, validated, new Deliver(At, Desk, "DPD", Lines: [new DeliveredLine(1, 1)]));
        Assert.Equal(Status(OrderState.PartlyDelivered), order.Status);
        Assert.Null(order.Output);
        Move(order, partly, new Deliver(At, Desk, "Chronopost"));

        Assert.Equal("FullyDelivered", order.Output);
        Assert.Equal(Status(OrderState.FullyDelivered), order.Status);
        Assert.Equal(
            [
                "file 42: ExternalEntry after ", $"mail order-registered order-42-1-Placed to {Placer}",
                "file 42: FullyDeliverable after ExternalEntry", $"mail order-preparing order-42-2-FullyDeliverable to {Placer}",
                "file 42: PartlyDelivered after FullyDeliverable", $"mail order-shipped order-42-3-PartlyDelivered to {Placer}",
                "file 42: FullyDelivered after PartlyDelivered", $"mail order-shipped order-42-4-FullyDelivered to {Placer}",
            ],
            order.Asked);
    }

    [Fact]
    public void AnOrder_EndsWhenItIsCancelled()
    {
        var order = Begun();

        Move(order, placed, new CancelByCustomer(At, Ada, "Commandé deux fois."));

        Assert.Equal("Cancelled", order.Output);
        Assert.Equal(Status(OrderState.Cancelled), order.Status);
        Assert.Equal($"mail order-cancelled order-42-2-Cancelled to {Placer}", order.Asked[^1]);
    }

    [Theory]
    [MemberData(nameof(ReplayedLifecycle.Arrivals), MemberType = typeof(ReplayedLifecycle))]
    public void SignalsThatComeTwiceAndOutOfOrder_AreFollowedOnceAndInOrder(int[] arrivals)
    {
        var order = Begun();
        var validated = Moved(placed, new MakePartlyDeliverable(At, Desk));
        var sent = Moved(validated, new Deliver(At, Desk, "DPD", Lines: [new DeliveredLine(1, 1)]));
        var delivered = Moved(sent, new Deliver(At, Desk, "DPD"));
        OrderTransition[] moves = [validated, sent, delivered];

        foreach (var sequence in arrivals.SelectMany(sequence => new[] { sequence, sequence }))
            order.Signal(EventOf(moves.Single(move => move.Sequence == sequence)));

        Assert.Equal("FullyDelivered", order.Output);
        Assert.Equal(
            [
                "file 42: ExternalEntry after ", "file 42: PartlyDeliverable after ExternalEntry",
                "file 42: PartlyDelivered after PartlyDeliverable", "file 42: FullyDelivered after PartlyDelivered",
            ],
            order.Asked.Where(line => line.StartsWith("file", StringComparison.Ordinal)));
        Assert.Equal(order.Asked.Distinct(), order.Asked);
    }

    [Fact]
    public void AnOrderThatNobodyValidates_RemindsTheDeskOnce_AndCanBeCancelledStill()
    {
        var order = Begun();

        order.AdvanceTo(RemindAt.AddSeconds(-1));
        Assert.DoesNotContain("remind 42", order.Asked);
        order.AdvanceTo(RemindAt);
        Assert.Equal("remind 42", order.Asked[^1]);
        Assert.Null(order.NextTimer);
        Assert.Equal(Status(OrderState.ExternalEntry, cancellable: true), order.Status);
        Move(order, placed, new CancelByCustomer(At, Ada, "Commandé deux fois."));

        Assert.Equal("Cancelled", order.Output);
        Assert.Single(order.Asked, "remind 42");
    }

    [Fact]
    public void AnOrderThatIsValidatedInTime_RemindsNobody()
    {
        var order = Begun();

        var validated = Move(order, placed, new MakeFullyDeliverable(At, Desk));
        order.AdvanceTo(RemindAt.AddDays(1));
        Assert.Null(order.NextTimer);
        Move(order, validated, new Deliver(At, Desk, "DPD"));

        Assert.Equal("FullyDelivered", order.Output);
        Assert.DoesNotContain("remind 42", order.Asked);
    }

    [Fact]
    public void AReminderThatFails_IsTriedAgain_AndWhatHappensMeanwhileIsFollowedAfterIt()
    {
        var order = Begun().Fail(nameof(RemindOrderDesk), times: 2);

        order.AdvanceTo(RemindAt);
        Move(order, placed, new CancelByCustomer(At, Ada, "Commandé deux fois."));
        Assert.Null(order.Output);
        order.AdvanceTo(RemindAt.AddSeconds(2 + 4));

        Assert.Equal("Cancelled", order.Output);
        Assert.Equal(["remind 42", "remind 42", "remind 42"], order.Asked.Skip(2).Take(3));
    }

    /// <summary>An engine may hand a payload's 12.50 on as 12.5: what a mail says of prices does not depend on it.</summary>
    [Fact]
    public void Prices_AreWrittenInFull_HoweverTheEngineHandsThemOn()
    {
        var order = Begun();
        var added = OrderDecisions.Decide(placed.Order, new AddLine(At, Desk, "Frais de port", 1, 12.50m)).Value.Order;

        Move(order, placed with { Order = added }, new CancelByCustomer(At, Ada, "Trop cher."));

        Assert.Equal(
            [
                "order-registered: 59,90 € HT, 0,10 € HT, 99 999,99 € HT",
                "order-cancelled: 59,90 € HT, 0,10 € HT, 99 999,99 € HT, 12,50 € HT",
            ],
            prices);
    }

    private ReplayedLifecycle Begun() => ReplayedLifecycle.Of<OrderTransition>(OrderLifecycle.Run, OrderEffects.Start(new OrderChange(placed.Order, placed.Entry, placed)), At)
        .On<StaffQueueEntry<OrderState, OrderSummary>>(
            nameof(UpdateOrderQueue), entry => $"file {entry.Number}: {entry.State} after {entry.From}")
        .On<MailMessage>(nameof(EnqueueEmail), mail =>
        {
            prices.Add($"{mail.Template}: {string.Join(", ", PricesIn(mail))}");
            return ReplayedLifecycle.ShownMail(mail);
        })
        .On<Order>(nameof(RemindOrderDesk), order => $"remind {order.Number}")
        .Begin();

    /// <summary>The prices of all lines in a mail's recap, with plain spaces.</summary>
    private static IEnumerable<string> PricesIn(MailMessage mail)
    {
        var recap = mail.Model.GetProperty("order");
        return recap.GetProperty("assets").EnumerateArray()
            .SelectMany(asset => asset.GetProperty("lines").EnumerateArray())
            .Concat(recap.GetProperty("extras").EnumerateArray())
            .Select(line => line.GetProperty("price").GetString()!.Replace('\u00a0', ' ').Replace('\u202f', ' '));
    }

    private static OrderTransition Placed() => OrderDecisions.Place(
        OrderNumber.Of(42),
        CustomerId.Parse("C1"),
        new CartDelivery(Chartres, Comment, [new CartItem(Copier, Chartres, Lines, Comment, "BC-118", At)]).ToOrder(),
        new Person(UserId.Parse("ada"), "Ada", Placer),
        At,
        RemindAt).Transition!;

    private static Site Chartres => new(SiteId.Parse("S1"), "Chartres", "1 rue Basse", "28000", "Chartres");

    private static AssetSnapshot Copier =>
        new(AssetId.Parse("A-1"), SiteId.Parse("S1"), "Chartres", "Canon", "iR", "Copieur « 2e étage »", "SN1", "Bureau", null);

    private static CartLine[] Lines => [Line("T-K", 59.90m), Line("T-C", 0.10m), Line("FOUR", 99_999.99m)];

    private static CartLine Line(string reference, decimal price) =>
        new(ConsumableReference.Parse(reference), "Toner", null, Included: false, price, Quantity: 3, Stock: 0);

    private static OrderTransition Moved(OrderTransition before, OrderCommand command) =>
        OrderDecisions.Decide(before.Order, command).Value.Transition!;

    private static OrderTransition Move(ReplayedLifecycle order, OrderTransition before, OrderCommand command)
    {
        var moved = Moved(before, command);
        order.Signal(EventOf(moved));
        return moved;
    }

    private static OutboxEffect EventOf(OrderTransition transition) =>
        OrderEffects.Of(new OrderChange(transition.Order, transition.Entry, transition))!;

    private static string Status(OrderState state, bool cancellable = false) => ReplayedLifecycle.StatusOf($"{state}", cancellable);
}
