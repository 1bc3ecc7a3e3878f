using Dfm.Functions.Approvals.Commands;
using Dfm.Functions.Approvals.Responses;
using Dfm.Functions.Http;
using Dfm.Functions.Security;

namespace Dfm.Functions.Approvals;

/// <summary>A Superviseur approves an Utilisateur's cart: it becomes orders, one for each site and comment.</summary>
public sealed class ApproveCart(ApprovalCommandHandler approvals, TimeProvider clock)
{
    /// <summary>Approves, or tells by 409 which state stands. All orders are stored with the approval, in one transaction.</summary>
    [Function(nameof(ApproveCart)), Audience(Audience.Supervisor)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "approvals/{number}/approve")] HttpRequest request,
        string number,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var caller = context.Caller();
        return Task.FromResult(CommandRequest.WithoutBody(request, context))
            .Then(conditions => approvals.Approve(
                caller,
                number,
                clock.GetUtcNow(),
                conditions,
                done => ApprovalResponse.Of(done.Aggregate, caller).ToResponse(),
                cancellationToken))
            .ToHttp();
    }
}
