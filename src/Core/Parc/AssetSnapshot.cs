using Dfm.Core.Accounts;

namespace Dfm.Core.Parc;

/// <summary>An asset at the time when a DIT or an order was made for it.</summary>
/// <param name="Site">Determines who may see what was made for the asset.</param>
/// <param name="Contract">The contract's number; null when there is none.</param>
public sealed record AssetSnapshot(
    AssetId Asset,
    SiteId Site,
    string SiteName,
    string Make,
    string Model,
    string Designation,
    string SerialNumber,
    string Location,
    string? Contract)
{
    /// <summary>The snapshot of an asset's current data.</summary>
    public static AssetSnapshot Of(Asset asset)
    {
        ArgumentNullException.ThrowIfNull(asset);
        return new(
            asset.Id,
            asset.Site,
            asset.SiteName,
            asset.Make,
            asset.Model,
            asset.Designation,
            asset.SerialNumber,
            asset.Location,
            asset.Contract);
    }
}
