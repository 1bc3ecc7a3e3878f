using Dfm.Core.Parc;

namespace Dfm.Functions.Parc.Responses;

/// <summary>An asset as shown by the API.</summary>
public sealed record AssetResponse(
    AssetId Id,
    SiteId Site,
    string SiteName,
    AssetKind Kind,
    string Make,
    string Model,
    string Designation,
    string SerialNumber,
    string Location,
    string? Contract,
    bool HasCounters,
    IReadOnlyList<string> Actions,
    IReadOnlyList<string> OpenDits)
{
    public static AssetResponse Of(ShownAsset shown)
    {
        var asset = shown.Asset;
        return new(
            asset.Id, asset.Site, asset.SiteName, asset.Kind, asset.Make, asset.Model, asset.Designation, asset.SerialNumber,
            asset.Location, asset.Contract, asset.HasCounters, AssetAction.Of(asset), shown.OpenDits);
    }
}
