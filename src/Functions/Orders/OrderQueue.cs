using Azure.Data.Tables;
using Dfm.Core;
using Dfm.Core.Accounts;
using Dfm.Core.Orders;
using Dfm.Functions.Lifecycles;
using Dfm.Functions.Storage;

namespace Dfm.Functions.Orders;

/// <summary>The staff's queue of orders, in the table <c>OrderQueues</c>.</summary>
internal sealed class OrderQueue(TableServiceClient tables, ICustomerStore customers) : IOrderQueue
{
    private readonly StaffQueue<OrderQueueItem> queue = new(tables, customers, TableNames.OrderQueues);

    public Task File(OrderTransition moved, OrderState? from, CancellationToken cancellationToken) => queue.File(
        moved.Order.Number.Sequence,
        moved.Order.Customer,
        Place(moved, moved.Order.State),
        from is { } left ? Place(moved, left) : null,
        name => Item(moved, name),
        cancellationToken);

    public Task<StaffQueuePage<OrderQueueItem>> List(OrderState state, string? after, int limit, CancellationToken cancellationToken) =>
        queue.List(state.ToString(), state.IsOpen(), after, limit, cancellationToken);

    public Task<CustomerId?> CustomerOf(OrderNumber number, CancellationToken cancellationToken) =>
        queue.CustomerOf(number.Sequence, cancellationToken);

    /// <summary>The order's place in the queue, under the state that it has come to.</summary>
    internal static TableEntity Row(OrderTransition moved, string customerName) =>
        StaffQueue<OrderQueueItem>.Row(Place(moved, moved.Order.State), Item(moved, customerName));

    private static OrderQueueItem Item(OrderTransition moved, string customerName) =>
        new(moved.Order.Customer, customerName, moved.Order.RemindAt, OrderSummary.Of(moved.Order));

    private static QueuePlace Place(OrderTransition moved, OrderState state) => state.IsOpen()
        ? QueuePlace.Due(state.ToString(), moved.Order.RemindAt, moved.Order.Number.Sequence)
        : QueuePlace.Ended(state.ToString(), moved.Entry.At, moved.Order.Number.Sequence);
}
