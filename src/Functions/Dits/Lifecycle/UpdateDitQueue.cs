using Dfm.Core.Dits;
using Dfm.Functions.Security;
using Dfm.Functions.Telemetry;

namespace Dfm.Functions.Dits.Lifecycle;

/// <summary>Activity: puts a DIT in its place in the staff queue. Idempotent.</summary>
public sealed class UpdateDitQueue(IStaffQueue<DitNumber, DitState, DitSummary> queue, TimeProvider clock)
{
    [Function(nameof(UpdateDitQueue)), Audience(Audience.Platform)]
    public Task Run([ActivityTrigger] StaffQueueEntry<DitState, DitSummary> entry, CancellationToken cancellationToken)
    {
        PortalMetrics.Followed("dit", clock.GetUtcNow() - entry.At);
        return queue.Update(entry, cancellationToken);
    }
}
