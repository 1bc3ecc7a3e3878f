using Dfm.Core.Accounts;
using Dfm.Core.Aggregates;
using Dfm.Core.Parc;

namespace Dfm.Core.Orders;

/// <summary>Orders, always read within one customer's partition by key or key range.</summary>
public interface IOrderStore
{
    /// <summary>Finds an order; null when the customer has none with that number.</summary>
    Task<Stored<Order>?> Find(CustomerId customer, OrderNumber number, CancellationToken cancellationToken);

    /// <summary>Finds an order with its journal; null when the customer has none with that number.</summary>
    Task<WithJournal<Order, OrderEntry>?> FindWithJournal(CustomerId customer, OrderNumber number, CancellationToken cancellationToken);

    /// <summary>A page of orders, newest first.</summary>
    Task<Page<OrderSummary>> List(CustomerId customer, ListQuery<OrderState> query, CancellationToken cancellationToken);

    /// <summary>A page of one asset's orders, newest first.</summary>
    Task<Page<AssetOrder>> ListOfAsset(CustomerId customer, AssetId asset, long? before, int limit, CancellationToken cancellationToken);
}
