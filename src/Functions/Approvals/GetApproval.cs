using Dfm.Core.Approvals;
using Dfm.Functions.Approvals.Responses;
using Dfm.Functions.Http;
using Dfm.Functions.Security;

namespace Dfm.Functions.Approvals;

/// <summary>One cart that waits for approval, or what became of it.</summary>
public sealed class GetApproval(IApprovalStore approvals)
{
    /// <summary>The approval with its ETag, for its requester and for every supervisor of the customer.</summary>
    [Function(nameof(GetApproval)), Audience(Audience.Customer, Right.Orders)]
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
            ? new VersionedResult(ApprovalResponse.Of(found.Value, caller))
            : ApprovalProblems.NotFound.ToHttp();
    }
}
