using Dfm.Core.Accounts;

namespace Dfm.Core.Parc;

/// <summary>One piece of equipment (« bien ») that a customer rents or that DFM maintains (manual, chapter 1).</summary>
/// <param name="Location">Building, floor, room.</param>
/// <param name="Contract">The contract's number; null when there is none.</param>
/// <param name="HasCounters">Whether it has counters, as the ERP says.</param>
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
    bool HasCounters)
{
    /// <summary>Whether meter readings are entered for it: for printing equipment with counters alone (manual, chapter 6).</summary>
    public bool TakesReadings() => HasCounters && Kind is AssetKind.Printing;
}
