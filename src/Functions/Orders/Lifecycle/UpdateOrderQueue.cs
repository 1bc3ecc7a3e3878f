using Dfm.Core.Orders;
using Dfm.Functions.Security;
using Dfm.Functions.Telemetry;

namespace Dfm.Functions.Orders.Lifecycle;

/// <summary>Activity: puts an order in its place in the staff queue. Idempotent.</summary>
public sealed class UpdateOrderQueue(IStaffQueue<OrderNumber, OrderState, OrderSummary> queue, TimeProvider clock)
{
    [Function(nameof(UpdateOrderQueue)), Audience(Audience.Platform)]
    public Task Run([ActivityTrigger] StaffQueueEntry<OrderState, OrderSummary> entry, CancellationToken cancellationToken)
    {
        PortalMetrics.Followed("order", clock.GetUtcNow() - entry.At);
        return queue.Update(entry, cancellationToken);
    }
}
