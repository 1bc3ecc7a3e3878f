using Dfm.Core.Dits;
using Dfm.Functions.Security;
using Dfm.Functions.StaffQueues;

namespace Dfm.Functions.Dits.Backoffice;

/// <summary>The staff queue: the DITs in one state, across customers; what awaits planning unless told otherwise.</summary>
public sealed class ListBackofficeDits(IStaffQueue<DitNumber, DitState, DitSummary> queue)
{
    /// <summary>A page of the queue. Open states: the most pressing first. Final states: the last ended first.</summary>
    [Function(nameof(ListBackofficeDits))]
    [Audience(Audience.Staff, Scope = "dits.read")]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "backoffice/dits")] HttpRequest request,
        CancellationToken cancellationToken) =>
        StaffQueueResponse.Of(request, queue, DitState.AwaitingPlanning, cancellationToken);
}
