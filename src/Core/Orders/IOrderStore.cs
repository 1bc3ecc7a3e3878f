using Dfm.Core.Accounts;
using Dfm.Core.Parc;

namespace Dfm.Core.Orders;

/// <summary>The orders of every customer. Every request names its customer and a key or a key range.</summary>
public interface IOrderStore
{
    /// <summary>One order; null when the customer has none of that number.</summary>
    Task<Stored<Order>?> Find(CustomerId customer, OrderNumber number, CancellationToken cancellationToken);

    /// <summary>One order with its journal; null when the customer has none of that number.</summary>
    Task<WithJournal<Order, OrderEntry>?> FindWithJournal(CustomerId customer, OrderNumber number, CancellationToken cancellationToken);

    /// <summary>A page of orders, newest first.</summary>
    Task<Page<OrderSummary>> List(CustomerId customer, ListQuery<OrderState> query, CancellationToken cancellationToken);

    /// <summary>A page of one asset's orders, newest first.</summary>
    Task<Page<AssetOrder>> ListOfAsset(CustomerId customer, AssetId asset, long? before, int limit, CancellationToken cancellationToken);

    /// <summary>The first answer to an Idempotency-Key; null when the key is new.</summary>
    Task<FirstAnswer?> FindAnswer(CustomerId customer, string key, CancellationToken cancellationToken);

    /// <summary>
    /// Makes orders of a cart, on condition that the cart still is as it was read: all orders with their journals, indexes and outbox, the
    /// first answer, and what is left of the cart; or nothing.
    /// </summary>
    /// <param name="placed">The orders, at least one.</param>
    /// <param name="user">Whose cart.</param>
    /// <param name="left">What stays in the cart, with the mark of what was read.</param>
    /// <param name="answer">The first answer to the request's Idempotency-Key, else null.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    Task<SaveOutcome> Place(
        IReadOnlyList<OrderChange> placed, UserId user, Cart left, FirstAnswer? answer, CancellationToken cancellationToken);

    /// <summary>Stores what a command made of <paramref name="current"/>, on condition that it still stands, or nothing.</summary>
    Task<SaveOutcome> Save(Stored<Order> current, OrderChange change, CancellationToken cancellationToken);
}
