using Dfm.Core.Approvals;
using Dfm.Functions.Approvals.Commands;
using Dfm.Functions.Approvals.Responses;
using Dfm.Functions.Http;
using Dfm.Functions.Security;

namespace Dfm.Functions.Approvals;

/// <summary>A Superviseur refuses an Utilisateur's cart: its articles go back into the cart.</summary>
public sealed class RefuseCart(ApprovalCommandHandler approvals, TimeProvider clock)
{
    /// <summary>Refuses with a mandatory reason, or tells by 409 which state stands.</summary>
    [Function(nameof(RefuseCart)), Audience(Audience.Supervisor)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "approvals/{number}/refuse")] HttpRequest request,
        string number,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var caller = context.Caller();
        return CommandRequest.Read<Refusal, string>(request, context, Reason, cancellationToken)
            .Then(form => approvals.Execute(
                caller,
                number,
                new Refuse(clock.GetUtcNow(), caller.Name, form.Input) { User = caller.User },
                form.Conditions,
                done => ApprovalResponse.Of(done.Aggregate, caller).ToResponse(),
                cancellationToken))
            .ToHttp();
    }

    private static Result<string> Reason(Refusal body)
    {
        var check = new FieldChecks();
        var reason = check.RequiredText("reason", body.Reason, Approval.MaxReason, "Saisissez le motif du refus.");
        return check.ResultOf(reason);
    }

    private sealed record Refusal(string? Reason);
}
