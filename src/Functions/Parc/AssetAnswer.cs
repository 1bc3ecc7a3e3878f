using Dfm.Core.Accounts;
using Dfm.Core.Parc;

namespace Dfm.Functions.Parc;

/// <summary>An asset as the API shows it.</summary>
internal sealed record AssetAnswer(
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
    public static AssetAnswer Of(ShownAsset shown)
    {
        var asset = shown.Asset;
        return new(
            asset.Id, asset.Site, asset.SiteName, asset.Kind, asset.Make, asset.Model, asset.Designation, asset.SerialNumber,
            asset.Location, asset.Contract, asset.HasCounters, AssetAction.Of(asset), shown.OpenDits);
    }
}
