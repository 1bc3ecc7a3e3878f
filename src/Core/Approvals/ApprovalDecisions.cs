using Dfm.Core.Accounts;
using Dfm.Core.Carts;
using Dfm.Core.Orders;

namespace Dfm.Core.Approvals;

/// <summary>The state machine of approvals: the result of each command in each state, as pure functions.</summary>
public static class ApprovalDecisions
{
    /// <summary>Submits a cart for approval.</summary>
    /// <param name="expiresAt">When it expires unless it has been decided.</param>
    public static ApprovalChange Submit(
        ApprovalNumber number,
        CustomerId customer,
        IReadOnlyList<CartItem> items,
        Person by,
        DateTimeOffset at,
        DateTimeOffset expiresAt) =>
        new(new Approval(number, customer, items, by, at, expiresAt, ApprovalState.Pending, Version: 1, Ruling: null, Orders: []), [], []);

    /// <summary>The result of <paramref name="command"/> on <paramref name="approval"/>, or why it is refused.</summary>
    public static Result<ApprovalChange> Decide(Approval approval, ApprovalCommand command)
    {
        ArgumentNullException.ThrowIfNull(approval);
        if (approval.State is not ApprovalState.Pending) return ApprovalProblems.AlreadyDecided(approval);
        return command switch
        {
            Approve approve => Place(approval, approve),
            Refuse refuse => GiveBack(approval, new(ApprovalState.Refused, refuse.At, refuse.By, refuse.Reason) { User = refuse.User }),
            Expire expire => GiveBack(approval, new(ApprovalState.Expired, expire.At, null, null)),
            _ => throw new ArgumentOutOfRangeException(nameof(command), command, "A command without a rule."),
        };
    }

    /// <summary>The orders belong to the requester, who receives the confirmations; their journals record the approval.</summary>
    private static Result<ApprovalChange> Place(Approval approval, Approve command)
    {
        if (command.Moved.Count > 0) return ApprovalProblems.Moved(command.Moved);
        if (command.Changed.Count > 0) return ApprovalProblems.CatalogueChanged(command.Changed);
        var deliveries = approval.ToCart().Deliveries();
        if (deliveries.Count != command.Numbers.Count) throw new ArgumentException("Not a number for each delivery.", nameof(command));
        var placed = deliveries
            .Zip(command.Numbers, (delivery, number) => OrderDecisions.Place(
                number, approval.Customer, delivery.ToOrder(), approval.RequestedBy, command.At, command.RemindAt, command.By))
            .ToList();
        var ruling = new ApprovalRuling(ApprovalState.Approved, command.At, command.By, null) { User = command.User };
        return new ApprovalChange(Ended(approval, ruling) with { Orders = command.Numbers }, placed, []);
    }

    private static ApprovalChange GiveBack(Approval approval, ApprovalRuling ruling) => new(Ended(approval, ruling), [], approval.Items);

    private static Approval Ended(Approval approval, ApprovalRuling ruling) =>
        approval with { State = ruling.State, Version = approval.Version + 1, Ruling = ruling };
}
