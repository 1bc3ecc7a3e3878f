using Dfm.Core.Orders;
using Dfm.Functions.Security;
using Dfm.Functions.StaffQueues;

namespace Dfm.Functions.Orders.Backoffice;

/// <summary>The staff queue: the orders in one state, across customers; what awaits validation unless told otherwise.</summary>
public sealed class ListBackofficeOrders(IStaffQueue<OrderNumber, OrderState, OrderSummary> queue)
{
    /// <summary>A page of the queue. Open states: the most pressing first. Final states: the last ended first.</summary>
    [Function(nameof(ListBackofficeOrders)), Audience(Audience.Staff, Scope = "orders.read")]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "backoffice/orders")] HttpRequest request,
        CancellationToken cancellationToken) =>
        StaffQueueResponse.Of(request, queue, OrderState.ExternalEntry, cancellationToken);
}
