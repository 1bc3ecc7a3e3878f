using Dfm.Core.Parc;

namespace Dfm.Core.Dits;

/// <summary>What a list shows of a DIT.</summary>
/// <param name="Number">Its number.</param>
/// <param name="State">Where it stands.</param>
/// <param name="StateLabel">The same in French.</param>
/// <param name="Urgency">How pressing it is.</param>
/// <param name="Nature">« Nature de l'intervention ».</param>
/// <param name="Asset">The asset.</param>
/// <param name="Designation">What the asset is called.</param>
/// <param name="SerialNumber">The asset's serial number.</param>
/// <param name="Site">The site's code.</param>
/// <param name="SiteName">The site's name.</param>
/// <param name="Location">The precise location.</param>
/// <param name="CustomerReference">The customer's own reference, else null.</param>
/// <param name="RaisedBy">Who raised it.</param>
/// <param name="RaisedAt">When.</param>
/// <param name="PlannedFor">When the technician comes or came, else null.</param>
/// <param name="Technician">Who, else null.</param>
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
    /// <summary>The DIT as it stands, for a list.</summary>
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
