using Dfm.Core.Accounts;

namespace Dfm.Core.Orders;

/// <summary>What the staff's queue shows of an order.</summary>
/// <param name="Customer">The customer's code.</param>
/// <param name="CustomerName">The customer's name.</param>
/// <param name="DueAt">When the desk is reminded if nobody has validated it by then.</param>
/// <param name="Order">The rest.</param>
public sealed record OrderQueueItem(CustomerId Customer, string CustomerName, DateTimeOffset DueAt, OrderSummary Order);

/// <summary>The staff's view across customers: orders by state. A copy that the lifecycles keep; the order's row is the truth.</summary>
public interface IOrderQueue
{
    /// <summary>Files the order under its state and takes it from where it was filed before. Doing it twice does it once.</summary>
    Task File(OrderTransition moved, OrderState? from, CancellationToken cancellationToken);

    /// <summary>A page of the orders in one state. Open states: the most pressing first. Final states: the last ended first.</summary>
    Task<StaffQueuePage<OrderQueueItem>> List(OrderState state, string? after, int limit, CancellationToken cancellationToken);

    /// <summary>Whose order a number is; null for a number that does not exist (or was given out a moment ago).</summary>
    Task<CustomerId?> CustomerOf(OrderNumber number, CancellationToken cancellationToken);
}
