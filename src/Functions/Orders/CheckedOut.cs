using System.Text.Json;
using Dfm.Core;
using Dfm.Core.Accounts;
using Dfm.Core.Orders;
using Dfm.Functions.Http;
using Dfm.Functions.Lifecycles;
using Dfm.Functions.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace Dfm.Functions.Orders;

/// <summary>What becomes of a cart that is checked out, ready to be stored.</summary>
/// <param name="Status">The status that tells of it.</param>
/// <param name="Location">Where it can be read, when it is one thing.</param>
/// <param name="Body">The body that tells of it.</param>
/// <param name="Save">Stores it with what is left of the cart and the first answer, in one transaction.</param>
/// <param name="Follow">Starts the lifecycles of what was stored.</param>
internal sealed record CheckedOut(
    int Status,
    string? Location,
    string Body,
    Func<Cart, FirstAnswer?, Task<SaveOutcome>> Save,
    Action<DurableTaskClient> Follow)
{
    /// <summary>The body: the orders, or the approval that they wait for.</summary>
    public static string BodyOf(IEnumerable<OrderSummary> orders, ApprovalSummary? approval) =>
        JsonSerializer.Serialize(new { Orders = orders, Approval = approval }, PortalJson.Options);
}

/// <summary>Makes orders of a cart, one for each site and comment.</summary>
/// <param name="orders">Where orders are stored.</param>
/// <param name="numbers">Hands out numbers.</param>
/// <param name="outbox">Starts the lifecycles.</param>
/// <param name="policy">When the desk is reminded.</param>
/// <param name="clock">Now.</param>
public sealed class OrderingCarts(IOrderStore orders, Numbers<OrderNumber> numbers, Outbox outbox, OrderPolicy policy, TimeProvider clock)
{
    internal async Task<CheckedOut> CheckOut(Cart wanted, Caller caller)
    {
        var (now, by) = (clock.GetUtcNow(), Person.Of(caller));
        var placed = new List<OrderChange>();
        foreach (var delivery in wanted.Deliveries())
        {
            var number = await numbers.Next(CancellationToken.None);
            placed.Add(OrderDecisions.Place(number, caller.Customer, delivery, by, now, policy.RemindAt(now)));
        }

        return new CheckedOut(
            StatusCodes.Status201Created,
            null,
            CheckedOut.BodyOf(placed.Select(one => OrderSummary.Of(one.Order)), null),
            (left, answer) => orders.Place(placed, caller.User, left, answer, CancellationToken.None),
            lifecycles => placed.ForEach(one => outbox.Placed(lifecycles, one.Transition!)));
    }
}

/// <summary>Makes an approval of a cart: a Superviseur decides whether it becomes orders.</summary>
/// <param name="approvals">Where approvals are stored.</param>
/// <param name="numbers">Hands out numbers.</param>
/// <param name="outbox">Starts the lifecycles.</param>
/// <param name="policy">When it expires.</param>
/// <param name="clock">Now.</param>
public sealed class SubmittingCarts(
    IApprovalStore approvals, Numbers<ApprovalNumber> numbers, Outbox outbox, OrderPolicy policy, TimeProvider clock)
{
    internal async Task<CheckedOut> CheckOut(Cart wanted, Caller caller)
    {
        var (now, number) = (clock.GetUtcNow(), await numbers.Next(CancellationToken.None));
        var approval = ApprovalDecisions.Submit(
            number, caller.Customer, wanted.Items, Person.Of(caller), now, policy.ExpiresAt(now));
        return new CheckedOut(
            StatusCodes.Status202Accepted,
            $"/api/approvals/{number}",
            CheckedOut.BodyOf([], ApprovalSummary.Of(approval)),
            (left, answer) => approvals.Submit(approval, left, answer, CancellationToken.None),
            lifecycles => outbox.Submitted(lifecycles, approval));
    }
}
