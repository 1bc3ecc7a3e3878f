using Dfm.Core.Dits;
using Dfm.Functions.Lifecycles;
using Dfm.Functions.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Dfm.Functions.Dits.Backoffice;

/// <summary>The staff's queue: the DITs in one state, across customers; what awaits planning unless told otherwise.</summary>
/// <param name="queue">The queue.</param>
public sealed class ListBackofficeDits(IStaffQueue queue)
{
    /// <summary>A page of the queue. Open states: the most pressing first. Final states: the last ended first.</summary>
    [Function(nameof(ListBackofficeDits))]
    [Audience(Audience.Staff, Scope = "dits.read")]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "backoffice/dits")] HttpRequest request,
        CancellationToken cancellationToken) =>
        StaffQueueAnswer.Of(
            request,
            DitState.AwaitingPlanning,
            (state, after, limit) => queue.List(state, after, limit, cancellationToken),
            item => StaffQueueAnswer.Line(item.Dit, item.Customer, item.CustomerName, item.DueAt));
}
