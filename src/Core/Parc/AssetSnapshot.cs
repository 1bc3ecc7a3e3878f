using Dfm.Core.Accounts;

namespace Dfm.Core.Parc;

/// <summary>An asset as it stood when a DIT or an order was made for it.</summary>
/// <param name="Asset">The asset.</param>
/// <param name="Site">The site: who may see the site may see what was made for the asset.</param>
/// <param name="SiteName">The site's name.</param>
/// <param name="Make">Manufacturer.</param>
/// <param name="Model">Model.</param>
/// <param name="Designation">What people call it.</param>
/// <param name="SerialNumber">Serial number.</param>
/// <param name="Location">Precise location on the site.</param>
/// <param name="Contract">Contract number, null where there is none.</param>
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
    /// <summary>The asset as it stands now.</summary>
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
