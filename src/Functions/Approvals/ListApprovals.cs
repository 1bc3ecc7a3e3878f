using Dfm.Core.Approvals;
using Dfm.Functions.Http;
using Dfm.Functions.Security;

namespace Dfm.Functions.Approvals;

/// <summary>The carts that wait for approval and what became of others, newest first, by state.</summary>
public sealed class ListApprovals(IApprovalStore approvals)
{
    /// <summary>A page of approvals, one range query: all of the customer's for a supervisor, a user's own.</summary>
    [Function(nameof(ListApprovals)), Audience(Audience.Customer, Right.Orders)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "approvals")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var caller = context.Caller();
        var query = Lists.Query<ApprovalState, ApprovalNumber>(request, caller);
        if (!query.IsSuccess) return query.Problem.ToHttp();
        var (state, before, limit) = (query.Value.State, query.Value.Before, query.Value.Limit);
        UserId? requestedBy = caller.Profile is Profile.Supervisor ? null : caller.User;
        return Lists.ToHttp(await approvals.List(caller.Customer, requestedBy, state, before, limit, cancellationToken));
    }
}
