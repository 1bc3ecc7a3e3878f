using Dfm.Core.Accounts;
using Dfm.Core.Aggregates;
using Dfm.Core.Carts;
using Dfm.Core.Orders;

namespace Dfm.Core.Approvals;

/// <summary>An Utilisateur's cart that a Superviseur has to approve before it becomes orders.</summary>
/// <param name="Items">As in the cart when it was submitted; at least one.</param>
/// <param name="RequestedBy">The owner of the cart; the orders are placed in this name.</param>
/// <param name="ExpiresAt">When it expires unless it has been decided.</param>
/// <param name="Version">Counts accepted commands, from 1; the ETag of the HTTP contract.</param>
/// <param name="Ruling">Null while pending.</param>
/// <param name="Orders">The resulting orders; empty unless approved.</param>
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
    IReadOnlyList<OrderNumber> Orders) : IAggregate
{
    long IAggregate.Sequence => Number.Sequence;

    /// <summary>The maximum length of a refusal's reason, in UTF-16 units.</summary>
    public const int MaxReason = 1000;

    /// <summary>The items as a cart.</summary>
    public Cart ToCart() => new(Items);

    /// <summary>Whether <paramref name="caller"/> may see it: the requester, and every Superviseur of the customer.</summary>
    public bool IsVisibleTo(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return caller.Customer == Customer && (caller.Profile is Profile.Supervisor || caller.User == RequestedBy.User);
    }
}

/// <summary>How an approval ended.</summary>
/// <param name="By">The Superviseur's name; null when it expired.</param>
/// <param name="Reason">Null unless it was refused.</param>
public sealed record ApprovalRuling(ApprovalState State, DateTimeOffset At, string? By, string? Reason)
{
    /// <summary>The Superviseur; null when it expired.</summary>
    public UserId? User { get; init; }
}
