using Dfm.Core.Accounts;
using Dfm.Core.Aggregates;
using Dfm.Core.Carts;
using Dfm.Core.Orders;

namespace Dfm.Core.Approvals;

/// <summary>A command on an existing approval.</summary>
/// <param name="At">When the command was given.</param>
public abstract record ApprovalCommand(DateTimeOffset At)
{
    /// <summary>The Superviseur who gave it; null for the portal.</summary>
    public UserId? User { get; init; }
}

/// <summary>A Superviseur approves: the cart becomes orders.</summary>
/// <param name="By">The Superviseur's name.</param>
/// <param name="Moved">The items whose assets have moved or no longer exist.</param>
/// <param name="Changed">The lines that the catalogue has changed since they were entered.</param>
/// <param name="Numbers">One number for each delivery of the cart.</param>
/// <param name="RemindAt">When the order desk is reminded of the orders that are not validated by then.</param>
public sealed record Approve(
    DateTimeOffset At,
    string By,
    IReadOnlyList<CartItem> Moved,
    IReadOnlyList<CatalogueChange> Changed,
    IReadOnlyList<OrderNumber> Numbers,
    DateTimeOffset RemindAt) : ApprovalCommand(At);

/// <summary>A Superviseur refuses: the items return to the cart.</summary>
/// <param name="By">The Superviseur's name.</param>
/// <param name="Reason">Mandatory.</param>
public sealed record Refuse(DateTimeOffset At, string By, string Reason) : ApprovalCommand(At);

/// <summary>Nobody decided in time: the items return to the cart.</summary>
public sealed record Expire(DateTimeOffset At) : ApprovalCommand(At);

/// <summary>The result of a command on an approval.</summary>
/// <param name="Approval">The approval after the command.</param>
/// <param name="Placed">The resulting orders.</param>
/// <param name="Returned">The items that return to the requester's cart.</param>
public sealed record ApprovalChange(Approval Approval, IReadOnlyList<OrderChange> Placed, IReadOnlyList<CartItem> Returned)
    : IChange<Approval, ApprovalEntry>
{
    Approval IChange<Approval, ApprovalEntry>.Aggregate => Approval;

    ApprovalEntry IChange<Approval, ApprovalEntry>.Entry => ApprovalEntry.LastOf(Approval);
}
