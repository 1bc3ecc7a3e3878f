using Dfm.Core;
using Dfm.Core.Orders;
using Dfm.Functions.Http;
using Dfm.Functions.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dfm.Functions.Orders;

/// <summary>A Superviseur refuses an Utilisateur's cart: its articles go back into the cart.</summary>
/// <param name="desk">Applies the command.</param>
/// <param name="clock">Now.</param>
public sealed class RefuseCart(ApprovalDesk desk, TimeProvider clock)
{
    /// <summary>Refuses with a mandatory reason, or tells by 409 which state stands.</summary>
    [Function(nameof(RefuseCart)), Audience(Audience.Supervisor)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "approvals/{number}/refuse")] HttpRequest request,
        string number,
        [DurableClient] DurableTaskClient lifecycles,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var caller = context.Caller();
        if (!ApprovalNumber.TryParse(number, out var approval)) return ApprovalProblems.NotFound.ToHttp();
        var body = await JsonBody.Read<Refusal>(request, cancellationToken);
        if (!body.IsSuccess) return body.Problem.ToHttp();
        var check = new FieldChecks();
        var reason = check.Required("reason", body.Value.Reason, Approval.MaxReason, "Saisissez le motif du refus.");
        if (check.Problem is { } problem) return problem.ToHttp();
        var expected = request.IfMatch();
        if (!expected.IsSuccess) return expected.Problem.ToHttp();
        var applied = await desk.Apply(
            caller.Customer,
            approval,
            current => Task.FromResult<Result<ApprovalCommand>>(
                ApprovalDesk.Refusal(current, expected.Value) is { } refused
                    ? refused
                    : new Refuse(clock.GetUtcNow(), caller.Name, reason)),
            lifecycles,
            cancellationToken);
        return applied.ToHttp(refused => new VersionedResult(ApprovalView.Of(refused, caller)));
    }

    private sealed record Refusal(string? Reason);
}
