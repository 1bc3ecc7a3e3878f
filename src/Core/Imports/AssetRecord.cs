using Dfm.Core.Accounts;
using Dfm.Core.Parc;

namespace Dfm.Core.Imports;

/// <summary>A line of <c>assets.csv</c>: an asset that knows its site by the code alone.</summary>
/// <param name="Id">The ERP's code, unique within the customer.</param>
/// <param name="Customer">Whose asset it is.</param>
/// <param name="Site">Where it stands.</param>
/// <param name="Kind">Printing, IT or telecom.</param>
/// <param name="Make">Manufacturer.</param>
/// <param name="Model">Manufacturer's model.</param>
/// <param name="Designation">What people call it.</param>
/// <param name="SerialNumber">Manufacturer's serial number.</param>
/// <param name="Location">The precise location on the site.</param>
/// <param name="Contract">The contract's number, null where there is none.</param>
/// <param name="HasCounters">Whether meter readings are entered for it.</param>
public sealed record AssetRecord(
    AssetId Id,
    CustomerId Customer,
    SiteId Site,
    AssetKind Kind,
    string Make,
    string Model,
    string Designation,
    string SerialNumber,
    string Location,
    string? Contract,
    bool HasCounters)
{
    /// <summary>The asset, with the name of the site that it stands on.</summary>
    public Asset ToAsset(string siteName) =>
        new(Id, Customer, Site, siteName, Kind, Make, Model, Designation, SerialNumber, Location, Contract, HasCounters);
}
