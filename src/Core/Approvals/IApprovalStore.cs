using Dfm.Core.Accounts;
using Dfm.Core.Aggregates;

namespace Dfm.Core.Approvals;

/// <summary>Approvals, always read within one customer's partition by key or key range.</summary>
public interface IApprovalStore
{
    /// <summary>Finds an approval; null when the customer has none with that number.</summary>
    Task<Stored<Approval>?> Find(CustomerId customer, ApprovalNumber number, CancellationToken cancellationToken);

    /// <summary>A page of approvals, newest first; one range query.</summary>
    /// <param name="requestedBy">Only those submitted by this person; null for all.</param>
    /// <param name="state">Null for all states.</param>
    /// <param name="before">Return only smaller numbers: where the previous page ended; null for the first page.</param>
    /// <param name="limit">The maximum number of items.</param>
    Task<Page<ApprovalSummary>> List(
        CustomerId customer, UserId? requestedBy, ApprovalState? state, long? before, int limit, CancellationToken cancellationToken);
}
