namespace Dfm.Core.Notifications;

/// <summary>What a DIT's mails say of the DIT: everything that was entered, and the asset it concerns.</summary>
/// <param name="Number">The n° de la DIT.</param>
/// <param name="AssetDesignation">What people call the asset.</param>
/// <param name="AssetMake">Manufacturer.</param>
/// <param name="AssetModel">Manufacturer's model.</param>
/// <param name="SerialNumber">Manufacturer's serial number.</param>
/// <param name="SiteName">The site where the asset stands.</param>
/// <param name="Location">The precise location on the site.</param>
/// <param name="Contract">The contract's number, null where there is none.</param>
/// <param name="Nature">French label of the nature of the intervention.</param>
/// <param name="ErrorCode">The code that the asset shows, if it shows one.</param>
/// <param name="Description">The customer's own words, with their line breaks.</param>
/// <param name="Urgency">French label of the degree of urgency.</param>
/// <param name="ContactName">Whom to ask for on site, if not the author.</param>
/// <param name="ContactPhone">That person's telephone.</param>
/// <param name="CustomerReference">The customer's own reference (« Votre référence »).</param>
/// <param name="Attachments">The files joined to the DIT; may be empty.</param>
/// <param name="RaisedAt">When it was registered: the contractual clock runs from here.</param>
/// <param name="RaisedBy">The name of the person who raised it.</param>
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
