using Dfm.Core.Parc;

namespace Dfm.Functions.Parc.Responses;

public sealed record SiteResponse(string Id, string Name);

/// <summary>An asset at the time when a DIT or an order was made for it.</summary>
public sealed record AssetSnapshotResponse(
    string Id,
    string Make,
    string Model,
    string Designation,
    string SerialNumber,
    string Location,
    string? Contract)
{
    public static AssetSnapshotResponse Of(AssetSnapshot asset) => new(
        asset.Asset.Value,
        asset.Make,
        asset.Model,
        asset.Designation,
        asset.SerialNumber,
        asset.Location,
        asset.Contract);
}
