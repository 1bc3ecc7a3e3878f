using Dfm.Core.Parc;

namespace Dfm.Core.Dits;

/// <summary>A DIT as shown in lists.</summary>
/// <param name="Nature">The label of « nature de l'intervention ».</param>
/// <param name="CustomerReference">The customer's own reference, else null.</param>
/// <param name="PlannedFor">Start of the planned or the last visit, else null.</param>
/// <param name="Technician">Null before the first visit is planned.</param>
public sealed record DitSummary(
    DitNumber Number,
    DitState State,
    string StateLabel,
    Urgency Urgency,
    string Nature,
    AssetId Asset,
    string Designation,
    string SerialNumber,
    Accounts.SiteId Site,
    string SiteName,
    string Location,
    string? CustomerReference,
    string RaisedBy,
    DateTimeOffset RaisedAt,
    DateTimeOffset? PlannedFor,
    string? Technician)
{
    /// <summary>Creates the summary of a DIT.</summary>
    public static DitSummary Of(Dit dit)
    {
        ArgumentNullException.ThrowIfNull(dit);
        return new(
            dit.Number,
            dit.State,
            dit.State.Label(),
            dit.Request.Urgency,
            dit.Request.Nature,
            dit.Subject.Asset,
            dit.Subject.Designation,
            dit.Subject.SerialNumber,
            dit.Subject.Site,
            dit.Subject.SiteName,
            dit.Subject.Location,
            dit.Request.CustomerReference,
            dit.RaisedBy.Name,
            dit.RaisedAt,
            dit.Visit?.PlannedFor,
            dit.Visit?.Technician);
    }
}
