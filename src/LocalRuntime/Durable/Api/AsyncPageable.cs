namespace Microsoft.DurableTask;

/// <summary>Values that are fetched page by page while they are enumerated.</summary>
/// <typeparam name="T">The type of one value.</typeparam>
public abstract class AsyncPageable<T> : IAsyncEnumerable<T>
    where T : notnull
{
    /// <summary>Enumerates page by page.</summary>
    /// <param name="continuationToken">Where to go on; the start when null.</param>
    /// <param name="pageSizeHint">How many values a page should hold at most.</param>
    public abstract IAsyncEnumerable<Page<T>> AsPages(string? continuationToken = null, int? pageSizeHint = default);

    /// <summary>Enumerates value by value.</summary>
    /// <param name="cancellationToken">Stops the fetching.</param>
    public async IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        await foreach (var page in AsPages().WithCancellation(cancellationToken))
        {
            foreach (var value in page.Values) yield return value;
        }
    }
}
