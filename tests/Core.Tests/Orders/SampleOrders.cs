using Dfm.Core.Accounts;
using Dfm.Core.Carts;
using Dfm.Core.Catalogue;
using Dfm.Core.Orders;
using Dfm.Core.Parc;

namespace Dfm.Core.Tests.Orders;

/// <summary>Carts and orders with valid defaults, in any state.</summary>
internal static class SampleOrders
{
    public static readonly DateTimeOffset Monday = new(2037, 11, 23, 9, 0, 0, TimeSpan.Zero);

    public static readonly Actor Customer = new(ActorKind.Customer, "Claire Martin", "claire@example.com");

    public static readonly Actor Staff = new(ActorKind.Staff, "Service commandes");

    public static readonly Person Claire = new(UserId.Parse("claire"), "Claire Martin", "claire@example.com");

    /// <summary>One of each command, by its name; a delivery of all that remains and of a part.</summary>
    public static IReadOnlyDictionary<string, OrderCommand> Commands { get; } = new Dictionary<string, OrderCommand>
    {
        ["CancelByCustomer"] = new CancelByCustomer(Monday, Customer, "Trop commandé."),
        ["MakeFullyDeliverable"] = new MakeFullyDeliverable(Monday, Staff),
        ["MakePartlyDeliverable"] = new MakePartlyDeliverable(Monday, Staff, "Le noir arrive mardi."),
        ["Deliver"] = new Deliver(Monday, Staff, "Chronopost"),
        ["Deliver(part)"] = new Deliver(Monday, Staff, "Chronopost", Lines: [new DeliveredLine(1, 1)]),
        ["AddMessage"] = new AddMessage(Monday, Claire.ToActor(), "Livrez au quai B."),
        ["AddLine"] = new AddLine(Monday, Staff, "Frais de port", 1, 12.50m),
        ["Withdraw"] = new Withdraw(Monday, Staff, "Litige comptable."),
    };

    public static ConsumableReference Black { get; } = ConsumableReference.Parse("T-K");

    public static ConsumableReference Staples { get; } = ConsumableReference.Parse("AGR");

    public static Site Site(string id) => new(SiteId.Parse(id), $"Site {id}", "1 rue Basse", "28000", "Chartres");

    public static CartItem Item(string asset, string site = "S1", string? comment = null, params CartLine[] lines) => new(
        new AssetSnapshot(
            AssetId.Parse(asset),
            SiteId.Parse(site),
            $"Site {site}",
            "Ricoh",
            "IM C3010",
            $"Copieur {asset}",
            $"SN{asset}",
            "Étage 1",
            "K-100"),
        Site(site),
        lines.Length == 0 ? [Line(Black, 3)] : lines,
        comment,
        null,
        Monday);

    public static CartLine Line(ConsumableReference reference, int quantity, int stock = 0) =>
        new(reference, "Toner noir", ConsumableColour.Black, Included: true, null, quantity, stock);

    /// <summary>An order of three black toners (line 1) and two boxes of staples (line 2), unless told otherwise.</summary>
    public static OrderChange Placed(params CartItem[] items) => Placed(100_001, items);

    /// <summary>The same under a number of its own.</summary>
    public static OrderChange Placed(long number, params CartItem[] items) => OrderDecisions.Place(
        OrderNumber.Of(number),
        CustomerId.Parse("C1"),
        new Cart(items.Length == 0 ? [Item("A1", "S1", "Code 4512", Line(Black, 3), Line(Staples, 2))] : items).Deliveries()[0].ToOrder(),
        Claire,
        Monday,
        Monday.AddHours(8));

    /// <summary>An order that came to the state by the shortest way.</summary>
    public static Order In(OrderState state) => WayTo(state, Placed())[^1].Order;

    /// <summary>The shortest way to the state: what was placed, and what each command made of it.</summary>
    public static IReadOnlyList<OrderChange> WayTo(OrderState state, OrderChange placed)
    {
        var way = new List<OrderChange> { placed };
        foreach (var command in Way(state)) way.Add(Decided(way[^1].Order, command));
        return way;
    }

    public static OrderChange Decided(Order order, OrderCommand command) => OrderDecisions.Decide(order, command).Value;

    private static IEnumerable<OrderCommand> Way(OrderState state) => state switch
    {
        OrderState.ExternalEntry => [],
        OrderState.FullyDeliverable => [Commands["MakeFullyDeliverable"]],
        OrderState.PartlyDeliverable => [Commands["MakePartlyDeliverable"]],
        OrderState.PartlyDelivered => [Commands["MakePartlyDeliverable"], Commands["Deliver(part)"]],
        OrderState.FullyDelivered => [Commands["MakeFullyDeliverable"], Commands["Deliver"]],
        OrderState.Cancelled => [Commands["CancelByCustomer"]],
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };
}
