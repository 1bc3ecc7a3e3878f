using Dfm.Core.Accounts;

namespace Dfm.Core.Orders;

/// <summary>The approvals of every customer. Every request names its customer and a key or a key range.</summary>
public interface IApprovalStore
{
    /// <summary>One approval; null when the customer has none of that number.</summary>
    Task<Stored<Approval>?> Find(CustomerId customer, ApprovalNumber number, CancellationToken cancellationToken);

    /// <summary>A page of approvals, newest first; one range query.</summary>
    /// <param name="customer">Whose.</param>
    /// <param name="requestedBy">Only those that this person asked for; null for all.</param>
    /// <param name="state">Only this state; null for all.</param>
    /// <param name="before">Only older than this number: where the last page ended; null for the first page.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    Task<Page<ApprovalSummary>> List(
        CustomerId customer, UserId? requestedBy, ApprovalState? state, long? before, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Makes an approval of a cart, on condition that the cart still is as it was read: the approval with its indexes and outbox, the first
    /// answer, and what is left of the cart; or nothing.
    /// </summary>
    /// <param name="submitted">The approval.</param>
    /// <param name="left">What stays in the cart, with the mark of what was read.</param>
    /// <param name="answer">The first answer to the request's Idempotency-Key, else null.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    Task<SaveOutcome> Submit(Approval submitted, Cart left, FirstAnswer? answer, CancellationToken cancellationToken);

    /// <summary>
    /// Stores what a command made of <paramref name="current"/>, with the orders that come of it, on condition that it and the cart still
    /// are as they were read, or nothing.
    /// </summary>
    /// <param name="current">The approval as it was read.</param>
    /// <param name="change">What the command made of it.</param>
    /// <param name="cart">For articles that go back: the requester's cart with them, with the mark of what was read; else null.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    Task<SaveOutcome> Save(Stored<Approval> current, ApprovalChange change, Cart? cart, CancellationToken cancellationToken);
}
