using System.Globalization;
using Azure;

namespace Dfm.Functions.Commands;

/// <summary>What a request for a command insists on.</summary>
/// <param name="IfMatch">Null for any version.</param>
/// <param name="Idempotency">Its Idempotency-Key, if it has one.</param>
public sealed record CommandConditions(VersionCondition? IfMatch, Idempotency? Idempotency)
{
    /// <summary>Whether the version that stands is one that the request insists on, if it does.</summary>
    public bool Allow(int version) => IfMatch is null || IfMatch.OneOf.Contains(VersionETag.Of(version));
}

/// <summary>The versions of which one has to stand.</summary>
/// <param name="OneOf">Empty when none can.</param>
public sealed record VersionCondition(IReadOnlyList<ETag> OneOf);

/// <summary>What a command has made of an aggregate.</summary>
/// <param name="Aggregate">The aggregate after it.</param>
/// <param name="Journal">Its journal, with the command's line.</param>
public sealed record Executed<TAggregate, TEntry>(TAggregate Aggregate, IReadOnlyList<TEntry> Journal);

/// <summary>The ETag of something that counts its versions.</summary>
public static class VersionETag
{
    public static ETag Of(int version) => new(version.ToString(CultureInfo.InvariantCulture));
}
