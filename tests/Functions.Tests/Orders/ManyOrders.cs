using Azure.Data.Tables;
using Dfm.Core.Accounts;
using Dfm.Core.Carts;
using Dfm.Core.Catalogue;
using Dfm.Core.Orders;
using Dfm.Core.Parc;
using Dfm.Functions.Accounts.Storage;
using Dfm.Functions.Orders.Storage;
using Dfm.Functions.StaffQueues;
using Dfm.Functions.Storage;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;

namespace Dfm.Functions.Tests.Orders;

/// <summary>Fills the tables of orders quickly, with the rows that the portal would have written in the end.</summary>
internal static class ManyOrders
{
    private static readonly DateTimeOffset Begin = new(2026, 2, 2, 8, 0, 0, TimeSpan.Zero);

    /// <summary>
    /// Writes <paramref name="count"/> orders of customer c1, numbered from 1, half of them delivered, evenly over the printers p1 and p2:
    /// with all their rows in the lists and in the staff's queue, but without the rows by number that tell the staff whose an order is.
    /// </summary>
    public static async Task Write(StorageAccount account, int count)
    {
        var tables = new TableServiceClient(account.ConnectionString);
        var orders = Enumerable.Range(1, count).Select(Change).ToList();
        await ManyRows.Write(
            tables.GetTableClient(TableNames.Orders), orders.SelectMany(change => ManyRows.Of(TableOrderStore.Schema, change)));
        var queue = new TableStaffQueue<OrderNumber, OrderState, OrderSummary>(
            tables, new TableCustomerStore(tables), TableNames.OrderQueues, OrderStates.IsOpen);
        var queues = orders.Select(change => queue.Row(new OrderLifecycleState(change.Transition!).QueueEntry(null), "Société c1"));
        foreach (var state in queues.GroupBy(row => row.PartitionKey))
            await ManyRows.Write(tables.GetTableClient(TableNames.OrderQueues), state);
    }

    private static OrderChange Change(int number)
    {
        var (at, site) = (Begin.AddMinutes(number), number % 2 == 0 ? "s1" : "s2");
        var asset = TwoCustomers.Asset(number % 2 == 0 ? "p1" : "p2", "c1", site, AssetKind.Printing);
        var to = new Site(SiteId.Parse(site), $"Site {site}", "1 rue Basse", "28000", "Chartres");
        var toner = new CartLine(
            ConsumableReference.Parse("T-K"), "Toner noir", ConsumableColour.Black, Included: true, null, Quantity: 2, Stock: 0);
        var item = new CartItem(AssetSnapshot.Of(asset), to, [toner], "Code 4512", $"BC-{number}", at);
        var placed = OrderDecisions.Place(
            OrderNumber.Of(number),
            asset.Customer,
            new CartDelivery(to, item.Comment, [item]).ToOrder(),
            new Person(UserId.Parse("claire"), "Personne claire", "claire@example.com"),
            at,
            at.AddDays(1));
        if (number % 4 < 2) return placed;
        var staff = new Actor(ActorKind.Staff, "Service commandes");
        var validated = OrderDecisions.Decide(placed.Order, new MakeFullyDeliverable(at, staff)).Value;
        return OrderDecisions.Decide(validated.Order, new Deliver(at, staff, "DPD")).Value;
    }
}
