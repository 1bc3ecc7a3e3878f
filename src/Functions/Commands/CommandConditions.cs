using System.Globalization;
using Azure;

namespace Dfm.Functions.Commands;

/// <summary>What a request insists on.</summary>
/// <param name="IfMatch">The version that has to stand; null for any.</param>
/// <param name="Idempotency">Its Idempotency-Key, if it has one.</param>
/// <param name="Respond">With an Idempotency-Key: the response that is kept for it.</param>
public sealed record CommandConditions<TExecuted>(
    ETag? IfMatch = null, Idempotency? Idempotency = null, Func<TExecuted, StoredResponse>? Respond = null)
{
    /// <summary>Whether the version that stands is the one that the request insists on, if it does.</summary>
    public bool Allow(int version) => IfMatch is null || IfMatch == VersionETag.Of(version);
}

/// <summary>What a command has made of an aggregate.</summary>
/// <param name="Aggregate">The aggregate after it.</param>
/// <param name="Journal">Its journal, with the command's line.</param>
public sealed record Executed<TAggregate, TEntry>(TAggregate Aggregate, IReadOnlyList<TEntry> Journal);

/// <summary>The ETag of something that counts its versions.</summary>
public static class VersionETag
{
    public static ETag Of(int version) => new(version.ToString(CultureInfo.InvariantCulture));
}
