using Dfm.Core.Accounts;

namespace Dfm.Core.Parc;

/// <summary>Lists of assets.</summary>
public interface IAssetPages
{
    /// <summary>
    /// A page of the assets that the caller may see and the filter matches, in a bounded number of storage requests however large the parc
    /// is.
    /// </summary>
    /// <param name="caller">Must have access to the filter's site.</param>
    /// <param name="cursor">The previous page's <see cref="AssetPage.NextCursor"/>; null for the first page.</param>
    /// <param name="limit">The maximum number of items, from 1.</param>
    /// <returns>The page, or <c>bad-cursor</c>.</returns>
    Task<Result<AssetPage>> Read(Caller caller, AssetFilter filter, string? cursor, int limit, CancellationToken cancellationToken);
}
