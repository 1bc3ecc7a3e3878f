using Dfm.Core.Accounts;
using Dfm.Core.Parc;

namespace Dfm.Core.Imports;

/// <summary>A line of <c>assets.csv</c>: an asset with the code of its site only.</summary>
/// <param name="Contract">The contract's number; null when there is none.</param>
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
    /// <summary>The asset, with the name of its site.</summary>
    public Asset ToAsset(string siteName) =>
        new(Id, Customer, Site, siteName, Kind, Make, Model, Designation, SerialNumber, Location, Contract, HasCounters);
}
