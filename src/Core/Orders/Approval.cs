using Dfm.Core.Accounts;

namespace Dfm.Core.Orders;

/// <summary>An Utilisateur's cart that a Superviseur has to approve before it becomes orders.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Customer">Whose it is.</param>
/// <param name="Items">What is wanted, as it stood in the cart; at least one.</param>
/// <param name="RequestedBy">Whose cart it was: its orders are placed in this name.</param>
/// <param name="RequestedAt">When it was submitted.</param>
/// <param name="ExpiresAt">When it expires unless somebody has decided by then.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Version">Counts every accepted command, from 1; the ETag of the HTTP contract.</param>
/// <param name="Ruling">How it ended; null while it waits.</param>
/// <param name="Orders">The orders that came of it; empty unless it was approved.</param>
public sealed record Approval(
    ApprovalNumber Number,
    CustomerId Customer,
    IReadOnlyList<CartItem> Items,
    Person RequestedBy,
    DateTimeOffset RequestedAt,
    DateTimeOffset ExpiresAt,
    ApprovalState State,
    int Version,
    ApprovalRuling? Ruling,
    IReadOnlyList<OrderNumber> Orders)
{
    /// <summary>The longest reason of a refusal, in UTF-16 units.</summary>
    public const int MaxReason = 1000;

    /// <summary>What is wanted, as a cart again.</summary>
    public Cart ToCart() => new(Items, null);

    /// <summary>Whether <paramref name="caller"/> may see it: the one who asked, and every Superviseur.</summary>
    public bool IsVisibleTo(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return caller.Customer == Customer && (caller.Profile is Profile.Supervisor || caller.User == RequestedBy.User);
    }
}

/// <summary>How an approval ended.</summary>
/// <param name="State">In which state.</param>
/// <param name="At">When.</param>
/// <param name="By">The Superviseur's name; null when it expired.</param>
/// <param name="Reason">Why it was refused, else null.</param>
public sealed record ApprovalRuling(ApprovalState State, DateTimeOffset At, string? By, string? Reason);
