namespace Dfm.Core.Aggregates;

/// <summary>A stored value with its ETag, for a conditional write.</summary>
public sealed record Stored<T>(T Value, string ETag);

/// <summary>An aggregate with its journal as of the same version.</summary>
/// <param name="Journal">The entries up to the aggregate's version, oldest first.</param>
public sealed record WithJournal<T, TEntry>(Stored<T> Stored, IReadOnlyList<TEntry> Journal);
