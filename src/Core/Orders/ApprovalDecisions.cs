using Dfm.Core.Accounts;

namespace Dfm.Core.Orders;

/// <summary>What may happen to a cart that was submitted for approval: pure functions over states and commands.</summary>
public static class ApprovalDecisions
{
    /// <summary>A new approval.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="customer">Whose it is.</param>
    /// <param name="items">What is wanted.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="at">When.</param>
    /// <param name="expiresAt">When it expires unless somebody has decided by then.</param>
    public static Approval Submit(
        ApprovalNumber number,
        CustomerId customer,
        IReadOnlyList<CartItem> items,
        Person by,
        DateTimeOffset at,
        DateTimeOffset expiresAt) =>
        new(number, customer, items, by, at, expiresAt, ApprovalState.Pending, Version: 1, Ruling: null, Orders: []);

    /// <summary>What <paramref name="command"/> makes of <paramref name="approval"/>, or why it is refused.</summary>
    public static Result<ApprovalChange> Decide(Approval approval, ApprovalCommand command)
    {
        ArgumentNullException.ThrowIfNull(approval);
        if (approval.State is not ApprovalState.Pending) return ApprovalProblems.AlreadyDecided(approval);
        return command switch
        {
            Approve approve => Place(approval, approve),
            Refuse refuse => GiveBack(approval, new(ApprovalState.Refused, refuse.At, refuse.By, refuse.Reason)),
            Expire expire => GiveBack(approval, new(ApprovalState.Expired, expire.At, null, null)),
            _ => throw new ArgumentOutOfRangeException(nameof(command), command, "A command without a rule."),
        };
    }

    /// <summary>The orders are the requester's: confirmations go there, and the approval is told in their journals.</summary>
    private static Result<ApprovalChange> Place(Approval approval, Approve command)
    {
        if (command.Moved.Count > 0) return ApprovalProblems.Moved(command.Moved);
        var deliveries = approval.ToCart().Deliveries();
        if (deliveries.Count != command.Numbers.Count) throw new ArgumentException("Not a number for each delivery.", nameof(command));
        var placed = deliveries
            .Zip(command.Numbers, (delivery, number) => OrderDecisions.Place(
                number, approval.Customer, delivery, approval.RequestedBy, command.At, command.RemindAt, command.By))
            .ToList();
        var ruling = new ApprovalRuling(ApprovalState.Approved, command.At, command.By, null);
        return new ApprovalChange(Ended(approval, ruling) with { Orders = command.Numbers }, placed, []);
    }

    private static ApprovalChange GiveBack(Approval approval, ApprovalRuling ruling) => new(Ended(approval, ruling), [], approval.Items);

    private static Approval Ended(Approval approval, ApprovalRuling ruling) =>
        approval with { State = ruling.State, Version = approval.Version + 1, Ruling = ruling };
}
