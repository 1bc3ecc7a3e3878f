using Dfm.Core.Orders;
using Dfm.Functions.Http;
using Dfm.Functions.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Dfm.Functions.Orders;

/// <summary>One cart that waits for approval, or what became of it.</summary>
/// <param name="approvals">Where approvals are stored.</param>
public sealed class GetApproval(IApprovalStore approvals)
{
    /// <summary>The approval with its ETag, for its requester and for every supervisor of the customer.</summary>
    [Function(nameof(GetApproval)), Audience(Audience.Customer)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "approvals/{number}")] HttpRequest request,
        string number,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var caller = context.Caller();
        return ApprovalNumber.TryParse(number, out var approval)
            && await approvals.Find(caller.Customer, approval, cancellationToken) is { } found
            && found.Value.IsVisibleTo(caller)
            ? new VersionedResult(ApprovalView.Of(found.Value, caller))
            : ApprovalProblems.NotFound.ToHttp();
    }
}
