using Dfm.Core.Accounts;
using Dfm.Core.Orders;
using Dfm.Functions.Http;
using Dfm.Functions.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Dfm.Functions.Orders;

/// <summary>The carts that wait for approval and what became of others, newest first, by state.</summary>
/// <param name="approvals">Where approvals are stored.</param>
public sealed class ListApprovals(IApprovalStore approvals)
{
    /// <summary>A page of approvals, one range query: all of the customer's for a supervisor, a user's own.</summary>
    [Function(nameof(ListApprovals)), Audience(Audience.Customer)]
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
