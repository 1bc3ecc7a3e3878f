using Dfm.Core.Orders;
using Dfm.Functions.Lifecycles;
using Dfm.Functions.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Dfm.Functions.Orders.Backoffice;

/// <summary>The staff's queue: the orders in one state, across customers; what awaits validation unless told otherwise.</summary>
/// <param name="queue">The queue.</param>
public sealed class ListBackofficeOrders(IOrderQueue queue)
{
    /// <summary>A page of the queue. Open states: the most pressing first. Final states: the last ended first.</summary>
    [Function(nameof(ListBackofficeOrders)), Audience(Audience.Staff, Scope = "orders.read")]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "backoffice/orders")] HttpRequest request,
        CancellationToken cancellationToken) =>
        StaffQueueAnswer.Of(
            request,
            OrderState.ExternalEntry,
            (state, after, limit) => queue.List(state, after, limit, cancellationToken),
            item => StaffQueueAnswer.Line(item.Order, item.Customer, item.CustomerName, item.DueAt));
}
