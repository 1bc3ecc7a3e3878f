using Azure.Data.Tables;
using Dfm.Core.Orders;
using Dfm.Core.Parc;
using Dfm.Functions.Storage;

namespace Dfm.Functions.Orders.Storage;

/// <summary>Orders in the table <c>Orders</c>, beside the carts that they are made of.</summary>
public sealed class TableOrderStore(TableServiceClient tables) : IOrderStore
{
    private readonly AggregateTable<Order, OrderEntry> table = new(tables, Schema);

    /// <summary>An order stands in the lists of its assets, its site, its state, and its state at its site.</summary>
    public static AggregateSchema<Order> Schema { get; } = new(TableNames.Orders, "d-", "j-", Summary, Lists);

    public Task<Stored<Order>?> Find(CustomerId customer, OrderNumber number, CancellationToken cancellationToken) =>
        table.Find(customer, number.Sequence, cancellationToken);

    public Task<WithJournal<Order, OrderEntry>?> FindWithJournal(
        CustomerId customer, OrderNumber number, CancellationToken cancellationToken) =>
        table.FindWithJournal(customer, number.Sequence, cancellationToken);

    public Task<Page<OrderSummary>> List(CustomerId customer, ListQuery<OrderState> query, CancellationToken cancellationToken) =>
        table.List<OrderSummary, OrderState>(customer, query, cancellationToken);

    public Task<Page<AssetOrder>> ListOfAsset(
        CustomerId customer, AssetId asset, long? before, int limit, CancellationToken cancellationToken) =>
        table.List<AssetOrder>(customer, RowKeys.ListOf(asset), before, limit, cancellationToken);

    private static IEnumerable<KeyValuePair<string, string>> Lists(Order order)
    {
        var summary = Summary(order);
        return
        [
            .. order.Assets.Select(one => one.Asset.Asset).Select(asset => KeyValuePair.Create(
                RowKeys.ListOf(asset), RowJson.Text(AssetOrder.Of(order, asset)))),
            KeyValuePair.Create(RowKeys.List(order.Site.Id, null), summary),
            KeyValuePair.Create(RowKeys.List(null, $"{order.State}"), summary),
            KeyValuePair.Create(RowKeys.List(order.Site.Id, $"{order.State}"), summary),
        ];
    }

    private static string Summary(Order order) => RowJson.Text(OrderSummary.Of(order));
}
