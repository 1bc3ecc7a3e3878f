namespace Dfm.Core.Notifications;

/// <summary>The content of mails about a DIT: everything that was entered, and the asset.</summary>
/// <param name="Number">« N° de la DIT ».</param>
/// <param name="Contract">The contract's number; null when there is none.</param>
/// <param name="Nature">French label.</param>
/// <param name="ErrorCode">The code that the asset displays, if any.</param>
/// <param name="Description">As entered, with line breaks.</param>
/// <param name="Urgency">French label.</param>
/// <param name="ContactName">The contact on site, if not the author.</param>
/// <param name="ContactPhone">The contact's phone number.</param>
/// <param name="CustomerReference">« Votre référence ».</param>
/// <param name="Attachments">May be empty.</param>
/// <param name="RaisedAt">Start of the contractual period.</param>
/// <param name="RaisedBy">The author's name.</param>
public sealed record DitRecap(
    string Number,
    string AssetDesignation,
    string AssetMake,
    string AssetModel,
    string SerialNumber,
    string SiteName,
    string Location,
    string? Contract,
    string Nature,
    string? ErrorCode,
    string Description,
    string Urgency,
    string? ContactName,
    string? ContactPhone,
    string? CustomerReference,
    IReadOnlyList<MailAttachment> Attachments,
    DateTimeOffset RaisedAt,
    string RaisedBy);
