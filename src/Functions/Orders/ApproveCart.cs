using Dfm.Core.Orders;
using Dfm.Core.Parc;
using Dfm.Functions.Http;
using Dfm.Functions.Security;
using Dfm.Functions.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dfm.Functions.Orders;

/// <summary>A Superviseur approves an Utilisateur's cart: it becomes orders, one for each site and comment.</summary>
/// <param name="desk">Applies the command.</param>
/// <param name="assets">The parc.</param>
/// <param name="numbers">Hands out the orders' numbers.</param>
/// <param name="policy">When the desk is reminded.</param>
/// <param name="clock">Now.</param>
public sealed class ApproveCart(
    ApprovalDesk desk, IAssetStore assets, Numbers<OrderNumber> numbers, OrderPolicy policy, TimeProvider clock)
{
    /// <summary>Approves, or tells by 409 which state stands. All orders are stored with the approval, in one transaction.</summary>
    [Function(nameof(ApproveCart)), Audience(Audience.Supervisor)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "approvals/{number}/approve")] HttpRequest request,
        string number,
        [DurableClient] DurableTaskClient lifecycles,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var caller = context.Caller();
        if (!ApprovalNumber.TryParse(number, out var approval)) return ApprovalProblems.NotFound.ToHttp();
        var expected = request.IfMatch();
        if (!expected.IsSuccess) return expected.Problem.ToHttp();
        var applied = await desk.Apply(
            caller.Customer,
            approval,
            async current => ApprovalDesk.Refusal(current, expected.Value) is { } problem
                ? problem
                : await Command(current, caller.Name, cancellationToken),
            lifecycles,
            cancellationToken);
        return applied.ToHttp(approved => new VersionedResult(ApprovalView.Of(approved, caller)));
    }

    private async Task<Approve> Command(Approval approval, string by, CancellationToken cancellationToken)
    {
        var (now, cart) = (clock.GetUtcNow(), approval.ToCart());
        var moved = await assets.MovedSince(cart, approval.Customer, now, cancellationToken);
        var orders = new List<OrderNumber>();
        foreach (var _ in cart.Deliveries()) orders.Add(await numbers.Next(cancellationToken));
        return new Approve(now, by, moved, orders, policy.RemindAt(now));
    }
}
