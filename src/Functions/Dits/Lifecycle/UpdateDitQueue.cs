using Dfm.Core.Dits;
using Dfm.Functions.Security;

namespace Dfm.Functions.Dits.Lifecycle;

/// <summary>Activity: puts a DIT in its place in the staff queue. Idempotent.</summary>
public sealed class UpdateDitQueue(IStaffQueue<DitNumber, DitState, DitSummary> queue)
{
    [Function(nameof(UpdateDitQueue)), Audience(Audience.Platform)]
    public Task Run([ActivityTrigger] StaffQueueEntry<DitState, DitSummary> entry, CancellationToken cancellationToken) =>
        queue.Update(entry, cancellationToken);
}
