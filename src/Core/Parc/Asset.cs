using Dfm.Core.Accounts;

namespace Dfm.Core.Parc;

/// <summary>One piece of equipment (« bien ») that a customer rents or that DFM maintains (manual, chapter 1).</summary>
/// <param name="Id">The ERP's code.</param>
/// <param name="Customer">Whose parc it belongs to.</param>
/// <param name="Site">Where it stands.</param>
/// <param name="SiteName">The site's name, as lists show it.</param>
/// <param name="Kind">Printing, IT or telecom.</param>
/// <param name="Make">Manufacturer.</param>
/// <param name="Model">Manufacturer's model.</param>
/// <param name="Designation">What people call it.</param>
/// <param name="SerialNumber">Manufacturer's serial number.</param>
/// <param name="Location">The precise location on the site (building, floor, room).</param>
/// <param name="Contract">The contract's number, null where there is none.</param>
/// <param name="HasCounters">Whether meter readings are entered for it.</param>
public sealed record Asset(
    AssetId Id,
    CustomerId Customer,
    SiteId Site,
    string SiteName,
    AssetKind Kind,
    string Make,
    string Model,
    string Designation,
    string SerialNumber,
    string Location,
    string? Contract,
    bool HasCounters);
