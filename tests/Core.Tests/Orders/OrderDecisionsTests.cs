using CsCheck;
using Dfm.Core.Orders;
using static Dfm.Core.Tests.Orders.SampleOrders;

namespace Dfm.Core.Tests.Orders;

public sealed class OrderDecisionsTests
{
    /// <summary>The whole transition table: a row for each state, where each command leads; « . » where it is refused.</summary>
    private const string Table = """
                      CancelByCustomer MakeFullyDeliverable MakePartlyDeliverable Deliver        Deliver(part)   AddLine           AddMessage        Withdraw
    ExternalEntry     Cancelled        FullyDeliverable     PartlyDeliverable     .              .               ExternalEntry     ExternalEntry     Cancelled
    FullyDeliverable  Cancelled        .                    PartlyDeliverable     FullyDelivered PartlyDelivered FullyDeliverable  FullyDeliverable  Cancelled
    PartlyDeliverable .                FullyDeliverable     .                     FullyDelivered PartlyDelivered PartlyDeliverable PartlyDeliverable Cancelled
    PartlyDelivered   .                .                    .                     FullyDelivered PartlyDelivered PartlyDelivered   PartlyDelivered   .
    FullyDelivered    .                .                    .                     .              .               .                 .                 .
    Cancelled         .                .                    .                     .              .               .                 .                 .
    """;

    public static TheoryData<OrderState, string, string> EveryStateAndCommand()
    {
        var rows = Table.Split('\n').Select(row => row.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToArray();
        var data = new TheoryData<OrderState, string, string>();
        foreach (var row in rows[1..])
            for (var i = 0; i < rows[0].Length; i++)
                data.Add(Enum.Parse<OrderState>(row[0]), rows[0][i], row[i + 1]);
        return data;
    }

    [Theory]
    [MemberData(nameof(EveryStateAndCommand))]
    public void EveryCommand_InEveryState_LeadsWhereTheTableSays(OrderState state, string command, string expected)
    {
        var result = OrderDecisions.Decide(In(state), Commands[command]);

        Assert.Equal(expected, result.IsSuccess ? result.Value.Order.State.ToString() : ".");
    }

    [Fact]
    public void TheTable_KnowsEveryStateAndEveryCommand()
    {
        var commands = typeof(OrderCommand).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(OrderCommand)))
            .Select(type => type.Name);

        Assert.Equal(commands.Order(), Commands.Values.Select(command => command.GetType().Name).Distinct().Order());
        Assert.Equal(Enum.GetValues<OrderState>().Length * Commands.Count, EveryStateAndCommand().Count);
    }

    [Fact]
    public void ACommand_WithoutARule_IsABug() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => OrderDecisions.Decide(In(OrderState.ExternalEntry), new Unknown()));

    [Theory]
    [InlineData(OrderState.PartlyDeliverable)]
    [InlineData(OrderState.PartlyDelivered)]
    [InlineData(OrderState.FullyDelivered)]
    [InlineData(OrderState.Cancelled)]
    public void Cancel_OutsideItsWindow_IsRefusedWithTheStateThatStands(OrderState state)
    {
        var problem = OrderDecisions.Decide(In(state), Commands["CancelByCustomer"]).Problem!;

        Assert.Equal((ProblemKind.Conflict, "order-cannot-be-cancelled", state.ToString()), (problem.Kind, problem.Code, problem.State));
        Assert.StartsWith("Cette commande ne peut plus être annulée", problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void TheCancellationWindow_IsOpen_WhereTheCustomerMayCancel() => Assert.All(
        Enum.GetValues<OrderState>(),
        state => Assert.Equal(
            OrderDecisions.Decide(In(state), Commands["CancelByCustomer"]).IsSuccess, state.CancellationWindow().Open));

    [Fact]
    public void AnyAcceptedCommands_AddOneVersionAndOneLineEach_AndNeverSendMoreThanWasOrdered() =>
        Gen.Select(Gen.Int[0, Commands.Count], Gen.Int[1, 3], Gen.Int[1, 3]).Array[1, 30].Sample(picks =>
        {
            var order = Placed().Order;
            foreach (var (pick, line, quantity) in picks)
            {
                var command = pick == Commands.Count
                    ? new Deliver(Monday, Staff, "DPD", Lines: [new DeliveredLine(line, quantity)])
                    : Commands.Values.ElementAt(pick);
                var result = OrderDecisions.Decide(order, command);
                if (!result.IsSuccess) continue;
                var change = result.Value;
                Assert.Equal(order.Version + 1, change.Order.Version);
                Assert.Equal((change.Order.Version, change.Order.State), (change.Entry.Version, change.Entry.State));
                Assert.Equal(change.Transition is null ? order.Transitions : order.Transitions + 1, change.Order.Transitions);
                Assert.All(change.Order.Lines, one => Assert.InRange(one.Delivered, 0, one.Quantity));
                Assert.Equal(
                    change.Order.Lines.Select(one => one.Delivered),
                    change.Order.Lines.Select(one => change.Order.Deliveries.SelectMany(sent => sent.Lines)
                        .Where(sent => sent.Line == one.Number)
                        .Sum(sent => sent.Quantity)));
                Assert.Equal(
                    change.Order.State is OrderState.FullyDelivered,
                    change.Order.Lines.Where(one => one.Asset is not null).All(one => one.Remaining == 0));
                order = change.Order;
            }
        });

    [Fact]
    public void Deliver_ByLine_KeepsWhatRemains_AndTheLastParcelCompletes()
    {
        var first = Decided(
            In(OrderState.PartlyDeliverable), new Deliver(Monday, Staff, "DPD", "BL-77", "123", [new(1, 2), new(2, 2)])).Order;

        Assert.Equal(OrderState.PartlyDelivered, first.State);
        Assert.Equal([1, 0], first.Lines.Select(line => line.Remaining));
        var delivery = first.Deliveries[0];
        Assert.Equal(("BL-77", "DPD", "123"), (delivery.DeliveryNote, delivery.Carrier, delivery.TrackingNumber));

        var last = Decided(first, new Deliver(Monday, Staff, "DPD")).Order;
        Assert.Equal(OrderState.FullyDelivered, last.State);
        Assert.Equal([new DeliveredLine(1, 1)], last.Deliveries[1].Lines);
        Assert.Equal("BL100001-2", last.Deliveries[1].DeliveryNote);
    }

    [Theory]
    [InlineData("BL-77")]
    [InlineData("bl-77")]
    public void Deliver_WithADeliveryNoteThatAParcelHas_IsRefused_WhateverItHolds(string again)
    {
        var sent = Decided(In(OrderState.PartlyDeliverable), new Deliver(Monday, Staff, "DPD", "BL-77", Lines: [new(1, 3)])).Order;

        foreach (var lines in (DeliveredLine[]?[])[null, [new(1, 3)], [new(2, 1)]])
        {
            var problem = OrderDecisions.Decide(sent, new Deliver(Monday, Staff, "GLS", again, Lines: lines)).Problem!;
            Assert.Equal(
                (ProblemKind.Conflict, "delivery-note-already-used", "PartlyDelivered"), (problem.Kind, problem.Code, problem.State));
            Assert.Contains("« BL-77 » est déjà celui de la livraison n° 1", problem.Detail, StringComparison.Ordinal);
        }

        Assert.True(OrderDecisions.Decide(sent, new Deliver(Monday, Staff, "GLS", "BL-78")).IsSuccess);
    }

    [Fact]
    public void Deliver_WithoutADeliveryNote_GetsOneThatNoParcelHas_AlsoByHand()
    {
        var sent = Decided(In(OrderState.PartlyDeliverable), new Deliver(Monday, Staff, "DPD", "bl100001-2", Lines: [new(1, 1)])).Order;
        var again = Decided(sent, new Deliver(Monday, Staff, "DPD", Lines: [new(1, 1)])).Order;
        var last = Decided(again, new Deliver(Monday, Staff, "DPD")).Order;

        Assert.Equal(["bl100001-2", "BL100001-3", "BL100001-4"], last.Deliveries.Select(delivery => delivery.DeliveryNote));
    }

    [Theory]
    [InlineData(1, 4, "lines[0].quantity")]
    [InlineData(1, 0, "lines[0].quantity")]
    [InlineData(1, -1, "lines[0].quantity")]
    [InlineData(9, 1, "lines[0].line")]
    [InlineData(3, 1, "lines[0].line")]
    public void Deliver_OfMoreThanRemains_OrOfWhatIsNotGoods_IsRefused(int line, int quantity, string field)
    {
        var order = Decided(In(OrderState.FullyDeliverable), Commands["AddLine"]).Order;

        var problem = OrderDecisions.Decide(order, new Deliver(Monday, Staff, "DPD", Lines: [new(line, quantity)])).Problem!;

        Assert.Equal("validation-failed", problem.Code);
        Assert.Equal([field], problem.Errors!.Keys);
    }

    [Fact]
    public void Deliver_OfALineTwice_OrOfNothing_IsRefused()
    {
        var order = In(OrderState.FullyDeliverable);

        var twice = OrderDecisions.Decide(order, new Deliver(Monday, Staff, "DPD", Lines: [new(1, 1), new(1, 1)]));
        Assert.Equal(["lines[1].line"], twice.Problem!.Errors!.Keys);
        Assert.Equal(["lines"], OrderDecisions.Decide(order, new Deliver(Monday, Staff, "DPD", Lines: [])).Problem!.Errors!.Keys);
    }

    [Fact]
    public void AddLine_PastTwenty_IsRefused()
    {
        var full = Enumerable.Range(0, Order.MaxAddedLines)
            .Aggregate(Placed().Order, (order, _) => Decided(order, Commands["AddLine"]).Order);

        Assert.Equal("order-has-too-many-lines", OrderDecisions.Decide(full, Commands["AddLine"]).Problem?.Code);
    }

    private sealed record Unknown() : OrderCommand(Monday, Staff);
}
