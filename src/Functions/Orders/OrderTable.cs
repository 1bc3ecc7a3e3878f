using Azure.Data.Tables;
using Dfm.Core;
using Dfm.Core.Accounts;
using Dfm.Core.Orders;
using Dfm.Core.Parc;
using Dfm.Functions.Lifecycles;
using Dfm.Functions.Storage;

namespace Dfm.Functions.Orders;

/// <summary>Orders in the table <c>Orders</c>, beside the carts that they are made of.</summary>
internal sealed class OrderTable(TableServiceClient tables) : IOrderStore
{
    private readonly LifecycleTable table = new(tables, TableNames.Orders);

    public Task<Stored<Order>?> Find(CustomerId customer, OrderNumber number, CancellationToken cancellationToken) =>
        table.Find<Order>(customer, number.Sequence, cancellationToken);

    public Task<WithJournal<Order, OrderEntry>?> FindWithJournal(
        CustomerId customer, OrderNumber number, CancellationToken cancellationToken) => table.FindWithJournal<Order, OrderEntry>(
            customer, number.Sequence, order => order.Version, entry => entry.Version, cancellationToken);

    public Task<Page<OrderSummary>> List(CustomerId customer, ListQuery<OrderState> query, CancellationToken cancellationToken) =>
        table.List<OrderSummary, OrderState>(customer, query, cancellationToken);

    public Task<Page<AssetOrder>> ListOfAsset(
        CustomerId customer, AssetId asset, long? before, int limit, CancellationToken cancellationToken) =>
        table.ListOfAsset<AssetOrder>(customer, asset, before, limit, cancellationToken);

    public Task<FirstAnswer?> FindAnswer(CustomerId customer, string key, CancellationToken cancellationToken) =>
        table.FindAnswer(customer, key, cancellationToken);

    public Task<SaveOutcome> Place(
        IReadOnlyList<OrderChange> placed, UserId user, Cart left, FirstAnswer? answer, CancellationToken cancellationToken)
    {
        var command = Guid.NewGuid();
        List<TableTransactionAction> actions = [.. placed.SelectMany(one => Placing(one, command))];
        var (order, entry, _) = placed[0];
        if (CartTable.Write(order.Customer, user, left) is { } write) actions.Add(write);
        return table.Submit(Rows(order).Line(entry, command), actions, answer, cancellationToken);
    }

    public Task<SaveOutcome> Save(Stored<Order> current, OrderChange change, CancellationToken cancellationToken)
    {
        var rows = Rows(change.Order);
        var line = rows.Line(change.Entry, Guid.NewGuid());
        var signal = change.Transition is { } moved ? OrderLifecycle.Signal(moved) : null;
        return table.Submit(line, rows.Changed(Rows(current.Value), current.Mark, line, signal), null, cancellationToken);
    }

    /// <summary>Stores a new order, placed by the command of this id.</summary>
    internal static IEnumerable<TableTransactionAction> Placing(OrderChange placed, Guid command)
    {
        var rows = Rows(placed.Order);
        return rows.Added(rows.Line(placed.Entry, command), OrderLifecycle.Start(placed.Transition!));
    }

    /// <summary>What is stored of an order alone.</summary>
    internal static LifecycleRows Rows(Order order) => new(
        order.Customer,
        order.Number.Sequence,
        order.Version,
        order.Transitions,
        order.State.ToString(),
        order.Site.Id,
        [.. order.Assets.Select(one => new ListedFor(one.Asset.Asset, RowJson.Text(AssetOrder.Of(order, one.Asset.Asset))))],
        RowJson.Text(OrderSummary.Of(order)),
        RowJson.Text(order));
}
