using Dfm.Core.Accounts;

namespace Dfm.Core.Parc;

/// <summary>Lists of the parc.</summary>
public interface IAssetPages
{
    /// <summary>
    /// A page of what the caller may see and the filter lets through, in a bounded number of requests however large the parc is.
    /// </summary>
    /// <param name="caller">Who asks; may see the filter's site.</param>
    /// <param name="filter">Which assets.</param>
    /// <param name="cursor">The last page's <see cref="AssetPage.NextCursor"/>; null for the first page.</param>
    /// <param name="limit">Most items of the page, from 1.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>The page, or <c>bad-cursor</c>.</returns>
    Task<Result<AssetPage>> Read(Caller caller, AssetFilter filter, string? cursor, int limit, CancellationToken cancellationToken);
}
