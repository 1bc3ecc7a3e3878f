using Dfm.Core.Parc;

namespace Dfm.Functions.Parc.Requests;

public static class AssetAccess
{
    /// <summary>One point read; <c>asset-not-found</c> when the asset does not exist or the caller may not see it.</summary>
    public static async Task<Result<Asset>> Find(this IAssetStore assets, Caller caller, string id, CancellationToken cancellationToken) =>
        AssetId.TryParse(id, out var named)
        && await assets.Find(caller.Customer, named, cancellationToken) is { } asset
        && caller.MaySee(asset.Site)
            ? asset
            : ParcProblems.AssetNotFound;
}
