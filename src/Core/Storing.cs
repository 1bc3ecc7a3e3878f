namespace Dfm.Core;

/// <summary>Something as it was read, with the mark that a conditional write needs.</summary>
/// <param name="Value">What was read.</param>
/// <param name="Mark">The store's concurrency mark (an ETag).</param>
public sealed record Stored<T>(T Value, string Mark);

/// <summary>Something as it was read, with its journal as of the same version.</summary>
/// <param name="Stored">What was read.</param>
/// <param name="Journal">The lines of its journal up to its version, oldest first.</param>
public sealed record WithJournal<T, TEntry>(Stored<T> Stored, IReadOnlyList<TEntry> Journal);

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

/// <summary>The first answer to a request with an Idempotency-Key, kept with what the request did.</summary>
/// <param name="Key">Hash of the caller, the route and the key.</param>
/// <param name="Fingerprint">Hash of the request's body: another body with the same key is refused.</param>
/// <param name="Location">Where what was made can be read, when it is one thing; else null.</param>
/// <param name="Version">Its version after the request, when it is one thing; else null.</param>
/// <param name="Body">The body that was answered.</param>
/// <param name="Status">The status that it was answered with.</param>
public sealed record FirstAnswer(string Key, string Fingerprint, string? Location, int? Version, string Body, int Status = 201);
