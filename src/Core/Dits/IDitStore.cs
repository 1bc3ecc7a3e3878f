using Dfm.Core.Accounts;
using Dfm.Core.Aggregates;
using Dfm.Core.Parc;

namespace Dfm.Core.Dits;

/// <summary>The open DITs of an asset, with the ETag for a conditional write.</summary>
/// <param name="Numbers">Oldest first.</param>
/// <param name="ETag">Null when there is no row yet.</param>
public sealed record OpenDits(IReadOnlyList<string> Numbers, string? ETag);

/// <summary>DITs, always read within one customer's partition by key or key range.</summary>
public interface IDitStore
{
    /// <summary>Finds a DIT; null when the customer has none with that number.</summary>
    Task<Stored<Dit>?> Find(CustomerId customer, DitNumber number, CancellationToken cancellationToken);

    /// <summary>Finds a DIT with its journal; null when the customer has none with that number.</summary>
    Task<WithJournal<Dit, DitEntry>?> FindWithJournal(CustomerId customer, DitNumber number, CancellationToken cancellationToken);

    /// <summary>A page of DITs, newest first.</summary>
    Task<Page<DitSummary>> List(CustomerId customer, ListQuery<DitState> query, CancellationToken cancellationToken);

    /// <summary>A page of one asset's DITs, newest first.</summary>
    Task<Page<DitSummary>> ListOfAsset(CustomerId customer, AssetId asset, long? before, int limit, CancellationToken cancellationToken);

    /// <summary>The open DITs of an asset: the authoritative source of the copy in lists of assets.</summary>
    Task<OpenDits> OpenOf(CustomerId customer, AssetId asset, CancellationToken cancellationToken);
}
