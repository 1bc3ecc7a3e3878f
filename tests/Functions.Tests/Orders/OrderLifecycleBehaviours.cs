using System.Collections.Concurrent;
using Dfm.Core.Accounts;
using Dfm.Core.Notifications;
using Dfm.Core.Orders;
using Dfm.Core.Parc;
using Dfm.Functions.Notifications;
using Dfm.Functions.Orders;
using Dfm.Functions.Tests.Lifecycles;
using Dfm.LocalRuntime.Tests.Durable.Behaviours;
using Microsoft.DurableTask.Client;

namespace Dfm.Functions.Tests.Orders;

/// <summary>What the lifecycle of an order does on every engine.</summary>
/// <param name="start">Starts the engine under test.</param>
public abstract class OrderLifecycleBehaviours(StartHub start) : LifecycleBehaviours(start)
{
    private const string Placer = "ada@example.test";
    private const string Comment = "Code 4512, bâtiment « B »";
    private static readonly DateTimeOffset At = new(2026, 3, 2, 8, 30, 0, TimeSpan.Zero);
    private static readonly Actor Desk = new(ActorKind.Staff, "Service commandes");
    private static readonly Actor Ada = new(ActorKind.Customer, "Ada", Placer);

    private readonly ConcurrentBag<string> prices = [];

    [Fact]
    public async Task AnOrder_IsValidatedAndDeliveredInParts()
    {
        await using var hub = await StartAsync(Functions());
        var placed = Placed();
        var id = await StartAsync(hub, OrderLifecycle.Start(placed));
        Assert.Equal("order-42", id);

        await StatusAsync(hub, id, OrderState.ExternalEntry, cancellable: true);
        var validated = await MoveAsync(hub, placed, new MakeFullyDeliverable(At, Desk));
        await StatusAsync(hub, id, OrderState.FullyDeliverable, cancellable: true);
        var partly = await MoveAsync(hub, validated, new Deliver(At, Desk, "DPD", Lines: [new DeliveredLine(1, 1)]));
        await StatusAsync(hub, id, OrderState.PartlyDelivered, cancellable: false);
        await MoveAsync(hub, partly, new Deliver(At, Desk, "Chronopost"));
        var ended = await EndAsync(hub, id);

        Assert.Equal((OrchestrationRuntimeStatus.Completed, "FullyDelivered"), (ended.RuntimeStatus, ended.ReadOutputAs<string>()));
        Assert.Equal("""{"state":"FullyDelivered","cancellable":false}""", ended.SerializedCustomStatus);
        Assert.Equal(
            [
                "file 42: ExternalEntry after ", "file 42: FullyDeliverable after ExternalEntry",
                "file 42: FullyDelivered after PartlyDelivered", "file 42: PartlyDelivered after FullyDeliverable",
                $"mail order-preparing order-42-2-FullyDeliverable to {Placer}", $"mail order-registered order-42-1-Placed to {Placer}",
                $"mail order-shipped order-42-3-PartlyDelivered to {Placer}", $"mail order-shipped order-42-4-FullyDelivered to {Placer}",
            ],
            Asked);
    }

    [Fact]
    public async Task AnOrder_EndsWhenItIsCancelled()
    {
        await using var hub = await StartAsync(Functions());
        var placed = Placed();
        var id = await StartAsync(hub, OrderLifecycle.Start(placed));

        await MoveAsync(hub, placed, new CancelByCustomer(At, Ada, "Commandé deux fois."));
        var ended = await EndAsync(hub, id);

        Assert.Equal((OrchestrationRuntimeStatus.Completed, "Cancelled"), (ended.RuntimeStatus, ended.ReadOutputAs<string>()));
        Assert.Equal("""{"state":"Cancelled","cancellable":false}""", ended.SerializedCustomStatus);
        Assert.Contains($"mail order-cancelled order-42-2-Cancelled to {Placer}", Asked);
    }

    [Fact]
    public async Task SignalsThatComeTwiceAndOutOfOrder_AreFollowedOnceAndInOrder()
    {
        await using var hub = await StartAsync(Functions());
        var placed = Placed();
        var validated = Moved(placed, new MakePartlyDeliverable(At, Desk));
        var sent = Moved(validated, new Deliver(At, Desk, "DPD", Lines: [new DeliveredLine(1, 1)]));
        var delivered = Moved(sent, new Deliver(At, Desk, "DPD"));
        var id = await StartAsync(hub, OrderLifecycle.Start(placed));

        await SignalAsync(hub, OrderLifecycle.Signal(sent));
        await SignalAsync(hub, OrderLifecycle.Signal(sent));
        await SignalAsync(hub, OrderLifecycle.Signal(validated));
        await StatusAsync(hub, id, OrderState.PartlyDelivered, cancellable: false);
        await SignalAsync(hub, OrderLifecycle.Signal(validated));
        await SignalAsync(hub, OrderLifecycle.Signal(delivered));

        Assert.Equal("FullyDelivered", (await EndAsync(hub, id)).ReadOutputAs<string>());
        Assert.Equal(
            [
                "file 42: ExternalEntry after ", "file 42: FullyDelivered after PartlyDelivered",
                "file 42: PartlyDeliverable after ExternalEntry", "file 42: PartlyDelivered after PartlyDeliverable",
            ],
            Asked.Where(line => line.StartsWith("file", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task AnOrderThatNobodyValidates_RemindsTheDeskOnce_AndCanBeCancelledStill()
    {
        await using var hub = await StartAsync(Functions());
        var placed = Placed(remindAt: DateTimeOffset.UtcNow.AddSeconds(-1));
        var id = await StartAsync(hub, OrderLifecycle.Start(placed));

        await BecomesAsync(hub, id, _ => Asked.Contains("remind 42"), "its reminder");
        await StatusAsync(hub, id, OrderState.ExternalEntry, cancellable: true);
        await MoveAsync(hub, placed, new CancelByCustomer(At, Ada, "Commandé deux fois."));

        Assert.Equal("Cancelled", (await EndAsync(hub, id)).ReadOutputAs<string>());
        Assert.Single(Asked, "remind 42");
    }

    [Fact]
    public async Task AnOrderThatIsValidatedInTime_RemindsNobody()
    {
        await using var hub = await StartAsync(Functions());
        var remindAt = DateTimeOffset.UtcNow.AddSeconds(6);
        var placed = Placed(remindAt);
        var id = await StartAsync(hub, OrderLifecycle.Start(placed));

        var validated = await MoveAsync(hub, placed, new MakeFullyDeliverable(At, Desk));
        await StatusAsync(hub, id, OrderState.FullyDeliverable, cancellable: true);
        Assert.True(DateTimeOffset.UtcNow < remindAt, "The machine was too slow to show anything.");
        await BecomesAsync(hub, id, _ => DateTimeOffset.UtcNow > remindAt.AddSeconds(1), "the time of its reminder");
        await MoveAsync(hub, validated, new Deliver(At, Desk, "DPD"));

        Assert.Equal("FullyDelivered", (await EndAsync(hub, id)).ReadOutputAs<string>());
        Assert.DoesNotContain("remind 42", Asked);
    }

    /// <summary>An engine may hand a payload's 12.50 on as 12.5: what a mail says of prices does not depend on it.</summary>
    [Fact]
    public async Task Prices_AreWrittenInFull_HoweverTheEngineHandsThemOn()
    {
        await using var hub = await StartAsync(Functions());
        var placed = Placed();
        var added = OrderDecisions.Decide(placed.Order, new AddLine(At, Desk, "Frais de port", 1, 12.50m)).Value.Order;
        var id = await StartAsync(hub, OrderLifecycle.Start(placed));

        await SignalAsync(hub, OrderLifecycle.Signal(Moved(placed with { Order = added }, new CancelByCustomer(At, Ada, "Trop cher."))));
        await EndAsync(hub, id);

        Assert.Equal(
            [
                "order-cancelled: 59,90 € HT, 0,10 € HT, 99 999,99 € HT, 12,50 € HT",
                "order-registered: 59,90 € HT, 0,10 € HT, 99 999,99 € HT",
            ],
            prices.Order(StringComparer.Ordinal));
    }

    private HubFunctions Functions() => new HubFunctions()
        .Orchestrator<OrderTransition>(nameof(OrderLifecycle), async (context, _) => await OrderLifecycle.Run(context))
        .Activity<FileInOrderQueueInput, bool>(
            nameof(FileInOrderQueue), input => Ask($"file {input!.Moved.Order.Number}: {input.Moved.Order.State} after {input.From}"))
        .Activity<MailMessage, bool>(nameof(AskForMail), mail =>
        {
            prices.Add($"{mail!.Template}: {string.Join(", ", PricesIn(mail))}");
            return Ask($"mail {mail.Template} {mail.Id} to {mail.Recipient.Email}");
        })
        .Activity<Order, bool>(nameof(RemindOrderDesk), order => Ask($"remind {order!.Number}"));

    /// <summary>The prices of all lines in a mail's recap, with plain spaces.</summary>
    private static IEnumerable<string> PricesIn(MailMessage mail)
    {
        var recap = mail.Model.GetProperty("order");
        return recap.GetProperty("assets").EnumerateArray()
            .SelectMany(asset => asset.GetProperty("lines").EnumerateArray())
            .Concat(recap.GetProperty("extras").EnumerateArray())
            .Select(line => line.GetProperty("price").GetString()!.Replace('\u00a0', ' ').Replace('\u202f', ' '));
    }

    private static OrderTransition Placed(DateTimeOffset? remindAt = null) => OrderDecisions.Place(
        OrderNumber.Of(42),
        CustomerId.Parse("C1"),
        new CartDelivery(Chartres, Comment, [new CartItem(Copier, Chartres, Lines, Comment, "BC-118", At)]),
        new Person(UserId.Parse("ada"), "Ada", Placer),
        At,
        remindAt ?? DateTimeOffset.UtcNow.AddDays(30)).Transition!;

    private static Site Chartres => new(SiteId.Parse("S1"), "Chartres", "1 rue Basse", "28000", "Chartres");

    private static AssetSnapshot Copier =>
        new(AssetId.Parse("A-1"), SiteId.Parse("S1"), "Chartres", "Canon", "iR", "Copieur « 2e étage »", "SN1", "Bureau", null);

    private static CartLine[] Lines => [Line("T-K", 59.90m), Line("T-C", 0.10m), Line("FOUR", 99_999.99m)];

    private static CartLine Line(string reference, decimal price) =>
        new(ConsumableReference.Parse(reference), "Toner", null, Included: false, price, Quantity: 3, Stock: 0);

    private static OrderTransition Moved(OrderTransition before, OrderCommand command) =>
        OrderDecisions.Decide(before.Order, command).Value.Transition!;

    private static async Task<OrderTransition> MoveAsync(IHub hub, OrderTransition before, OrderCommand command)
    {
        var moved = Moved(before, command);
        await SignalAsync(hub, OrderLifecycle.Signal(moved));
        return moved;
    }
}
