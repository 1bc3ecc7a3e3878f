using Dfm.Core;
using Dfm.Core.Accounts;
using Dfm.Core.Parc;

namespace Dfm.Functions.Parc;

/// <summary>Finds an asset that somebody names.</summary>
internal static class AssetAccess
{
    /// <summary>The asset, one point read; <c>asset-not-found</c> for one that the caller may not see as for one that does not exist.</summary>
    public static async Task<Result<Asset>> Find(this IAssetStore assets, Caller caller, string id, CancellationToken cancellationToken) =>
        AssetId.TryParse(id, out var named)
        && await assets.Find(caller.Customer, named, cancellationToken) is { } asset
        && caller.MaySee(asset.Site)
            ? asset
            : ParcProblems.AssetNotFound;
}
