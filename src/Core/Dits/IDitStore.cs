using Dfm.Core.Accounts;
using Dfm.Core.Parc;

namespace Dfm.Core.Dits;

/// <summary>A DIT as it was read, with the mark that a conditional write needs.</summary>
/// <param name="Dit">The DIT.</param>
/// <param name="Mark">The store's concurrency mark (an ETag).</param>
public sealed record StoredDit(Dit Dit, string Mark);

/// <summary>The open DITs of one asset, with the mark that a conditional write needs; null where there is no row yet.</summary>
/// <param name="Numbers">Their numbers, oldest first.</param>
/// <param name="Mark">The store's concurrency mark, null where there is no row yet.</param>
public sealed record OpenDits(IReadOnlyList<string> Numbers, string? Mark);

/// <summary>The first answer to a request with an Idempotency-Key, kept with what the request did.</summary>
/// <param name="Key">Hash of the caller, the route and the key.</param>
/// <param name="Fingerprint">Hash of the request's body: another body with the same key is refused.</param>
/// <param name="Number">The DIT that it is about.</param>
/// <param name="Version">The DIT's version after it.</param>
/// <param name="Body">The body that was answered.</param>
public sealed record FirstAnswer(string Key, string Fingerprint, DitNumber Number, int Version, string Body);

/// <summary>How a conditional write went.</summary>
public enum SaveOutcome
{
    /// <summary>Everything is stored, in one transaction.</summary>
    Saved,

    /// <summary>Somebody else wrote meanwhile: nothing is stored. Read again and decide again.</summary>
    Changed,

    /// <summary>The same Idempotency-Key was stored meanwhile: nothing is stored. Read the first answer.</summary>
    AnsweredBefore,
}

/// <summary>Which DITs a list shows, newest first.</summary>
/// <param name="Sites">Only these sites; null for all of the customer's.</param>
/// <param name="State">Only this state; null for all.</param>
/// <param name="Before">Only older than this number: where the last page ended; null for the first page.</param>
/// <param name="Limit">At most so many.</param>
public sealed record DitListQuery(IReadOnlyList<SiteId>? Sites, DitState? State, DitNumber? Before, int Limit);

/// <summary>A page of a list.</summary>
/// <param name="Items">What the list shows of each, newest first.</param>
/// <param name="Next">Ask for those before this number; null on the last page.</param>
public sealed record DitPage(IReadOnlyList<DitSummary> Items, DitNumber? Next);

/// <summary>The DITs of every customer. Every request names its customer and a key or a key range.</summary>
public interface IDitStore
{
    /// <summary>One DIT; null when the customer has none of that number.</summary>
    Task<StoredDit?> Find(CustomerId customer, DitNumber number, CancellationToken cancellationToken);

    /// <summary>A DIT's journal, oldest first.</summary>
    Task<IReadOnlyList<JournalEntry>> Journal(CustomerId customer, DitNumber number, CancellationToken cancellationToken);

    /// <summary>A page of DITs, newest first.</summary>
    Task<DitPage> List(CustomerId customer, DitListQuery query, CancellationToken cancellationToken);

    /// <summary>A page of one asset's DITs, newest first.</summary>
    Task<DitPage> ListOfAsset(CustomerId customer, AssetId asset, DitNumber? before, int limit, CancellationToken cancellationToken);

    /// <summary>Which DITs of an asset are open: the truth that lists of assets show a copy of.</summary>
    Task<OpenDits> OpenOf(CustomerId customer, AssetId asset, CancellationToken cancellationToken);

    /// <summary>The first answer to an Idempotency-Key; null when the key is new.</summary>
    Task<FirstAnswer?> FindAnswer(CustomerId customer, string key, CancellationToken cancellationToken);

    /// <summary>Stores a raised DIT: itself, its journal, its indexes, the outbox and the first answer, or nothing.</summary>
    Task<SaveOutcome> Add(DitChange raised, OpenDits open, FirstAnswer? answer, CancellationToken cancellationToken);

    /// <summary>Stores what a command made of <paramref name="current"/>, on condition that it still stands, or nothing.</summary>
    Task<SaveOutcome> Save(StoredDit current, DitChange change, FirstAnswer? answer, CancellationToken cancellationToken);
}
