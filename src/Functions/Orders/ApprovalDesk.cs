using Azure;
using Dfm.Core;
using Dfm.Core.Accounts;
using Dfm.Core.Orders;
using Dfm.Functions.Http;
using Dfm.Functions.Lifecycles;
using Microsoft.DurableTask.Client;

namespace Dfm.Functions.Orders;

/// <summary>Applies commands to approvals: reads, decides, stores what nobody changed meanwhile, and tells the lifecycles.</summary>
/// <param name="approvals">Where approvals are stored.</param>
/// <param name="carts">Where articles go back to.</param>
/// <param name="outbox">Tells the lifecycles.</param>
public sealed class ApprovalDesk(IApprovalStore approvals, ICartStore carts, Outbox outbox)
{
    private const int Tries = 10;

    /// <summary>
    /// Applies the command that <paramref name="decide"/> makes of the approval as it stands. When somebody else wrote it or the cart
    /// meanwhile, all is read and decided again: of two rulings the first stored wins and the other is refused by the state that stands.
    /// </summary>
    /// <param name="customer">Whose approval.</param>
    /// <param name="number">Which.</param>
    /// <param name="decide">The command for the approval as it stands, or why there is none; may be asked again.</param>
    /// <param name="lifecycles">To tell the lifecycles by.</param>
    /// <param name="cancellationToken">The caller has gone; what is being stored is stored all the same.</param>
    public async Task<Result<Approval>> Apply(
        CustomerId customer,
        ApprovalNumber number,
        Func<Approval, Task<Result<ApprovalCommand>>> decide,
        DurableTaskClient lifecycles,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(decide);
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            if (await approvals.Find(customer, number, cancellationToken) is not { } current) return ApprovalProblems.NotFound;
            var command = await decide(current.Value);
            if (!command.IsSuccess) return command.Problem;
            var decided = ApprovalDecisions.Decide(current.Value, command.Value);
            if (!decided.IsSuccess) return decided.Problem;
            var change = decided.Value;
            var cart = await CartWith(change, cancellationToken);
            if (await approvals.Save(current, change, cart, CancellationToken.None) is not SaveOutcome.Saved) continue;
            outbox.Ruled(lifecycles, change.Approval);
            foreach (var placed in change.Placed) outbox.Placed(lifecycles, placed.Transition!);
            return change.Approval;
        }

        return ApprovalProblems.Busy(ApprovalState.Pending);
    }

    /// <summary>Why nobody can rule on the approval, or not by this <c>If-Match</c>; null when the caller may.</summary>
    internal static Problem? Refusal(Approval current, ETag? expected)
    {
        if (!expected.Allows(current.Version)) return ApprovalProblems.ChangedMeanwhile(current.State);
        return current.State is ApprovalState.Pending ? null : ApprovalProblems.AlreadyDecided(current);
    }

    private async Task<Cart?> CartWith(ApprovalChange change, CancellationToken cancellationToken)
    {
        if (change.Returned.Count == 0) return null;
        var cart = await carts.Read(change.Approval.Customer, change.Approval.RequestedBy.User, cancellationToken);
        return cart.WithReturned(change.Returned);
    }
}
