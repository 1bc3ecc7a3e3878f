using Dfm.Core.Aggregates;

namespace Dfm.Core.Contact;

/// <summary>The contact requests of all customers, for DFM's staff.</summary>
public interface IContactStore
{
    /// <summary>The contact request; null when it does not exist (or was sent a moment ago).</summary>
    Task<ContactRequest?> Find(ContactNumber number, CancellationToken cancellationToken);

    /// <summary>A page of all customers' requests, newest first.</summary>
    /// <param name="before">Return only smaller numbers: where the previous page ended; null for the first page.</param>
    /// <param name="limit">The maximum number of items.</param>
    Task<Page<ContactSummary>> List(long? before, int limit, CancellationToken cancellationToken);
}
