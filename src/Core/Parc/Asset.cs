using Dfm.Core.Accounts;

namespace Dfm.Core.Parc;

/// <summary>One piece of equipment (« bien ») that a customer rents or that DFM maintains (manual, chapter 1).</summary>
/// <param name="Location">Building, floor, room.</param>
/// <param name="Contract">The contract's number; null when there is none.</param>
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
