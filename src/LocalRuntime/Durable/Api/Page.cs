namespace Microsoft.DurableTask;

/// <summary>One page of an <see cref="AsyncPageable{T}"/>.</summary>
/// <typeparam name="T">The type of one value.</typeparam>
/// <param name="values">The page's values.</param>
/// <param name="continuationToken">Where the next page starts; null on the last.</param>
public sealed class Page<T>(IReadOnlyList<T> values, string? continuationToken = null)
    where T : notnull
{
    /// <summary>The page's values.</summary>
    public IReadOnlyList<T> Values { get; } = values;

    /// <summary>Where the next page starts; null on the last.</summary>
    public string? ContinuationToken { get; } = continuationToken;
}
