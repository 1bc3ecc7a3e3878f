using Dfm.Core.Parc;

namespace Dfm.Functions.Parc;

/// <summary>The site.</summary>
internal sealed record SiteView(string Id, string Name);

/// <summary>An asset as it stood when a DIT or an order was made for it.</summary>
internal sealed record AssetView(
    string Id,
    string Make,
    string Model,
    string Designation,
    string SerialNumber,
    string Location,
    string? Contract)
{
    /// <summary>The view of a snapshot.</summary>
    public static AssetView Of(AssetSnapshot asset) => new(
        asset.Asset.Value,
        asset.Make,
        asset.Model,
        asset.Designation,
        asset.SerialNumber,
        asset.Location,
        asset.Contract);
}
