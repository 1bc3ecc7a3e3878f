using Dfm.Core.Accounts;
using Dfm.Core.Parc;

namespace Dfm.Core.Dits;

/// <summary>The open DITs of one asset, with the mark that a conditional write needs; null where there is no row yet.</summary>
/// <param name="Numbers">Their numbers, oldest first.</param>
/// <param name="Mark">The store's concurrency mark, null where there is no row yet.</param>
public sealed record OpenDits(IReadOnlyList<string> Numbers, string? Mark);

/// <summary>The DITs of every customer. Every request names its customer and a key or a key range.</summary>
public interface IDitStore
{
    /// <summary>One DIT; null when the customer has none of that number.</summary>
    Task<Stored<Dit>?> Find(CustomerId customer, DitNumber number, CancellationToken cancellationToken);

    /// <summary>One DIT with its journal; null when the customer has none of that number.</summary>
    Task<WithJournal<Dit, JournalEntry>?> FindWithJournal(CustomerId customer, DitNumber number, CancellationToken cancellationToken);

    /// <summary>A page of DITs, newest first.</summary>
    Task<Page<DitSummary>> List(CustomerId customer, ListQuery<DitState> query, CancellationToken cancellationToken);

    /// <summary>A page of one asset's DITs, newest first.</summary>
    Task<Page<DitSummary>> ListOfAsset(CustomerId customer, AssetId asset, long? before, int limit, CancellationToken cancellationToken);

    /// <summary>Which DITs of an asset are open: the truth that lists of assets show a copy of.</summary>
    Task<OpenDits> OpenOf(CustomerId customer, AssetId asset, CancellationToken cancellationToken);

    /// <summary>The first answer to an Idempotency-Key; null when the key is new.</summary>
    Task<FirstAnswer?> FindAnswer(CustomerId customer, string key, CancellationToken cancellationToken);

    /// <summary>Stores a raised DIT: itself, its journal, its indexes, the outbox and the first answer, or nothing.</summary>
    Task<SaveOutcome> Add(DitChange raised, OpenDits open, FirstAnswer? answer, CancellationToken cancellationToken);

    /// <summary>Stores what a command made of <paramref name="current"/>, on condition that it still stands, or nothing.</summary>
    Task<SaveOutcome> Save(Stored<Dit> current, DitChange change, FirstAnswer? answer, CancellationToken cancellationToken);
}
