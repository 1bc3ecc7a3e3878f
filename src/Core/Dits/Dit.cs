using Dfm.Core.Accounts;
using Dfm.Core.Parc;

namespace Dfm.Core.Dits;

/// <summary>A request for an intervention (« demande d'intervention technique », manual, chapters 2 to 4) as it stands.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Customer">Whose it is.</param>
/// <param name="Subject">The asset it is about, as it stood when the DIT was raised.</param>
/// <param name="Request">What the customer entered.</param>
/// <param name="RaisedBy">Who raised it: confirmations go there.</param>
/// <param name="RaisedAt">When; the contractual clock runs from here.</param>
/// <param name="RemindAt">When the service desk is reminded if nobody has planned it by then.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Version">Counts every accepted command, from 1; the ETag of the HTTP contract.</param>
/// <param name="Transitions">Counts the accepted commands that the lifecycle follows, from 1.</param>
/// <param name="Visit">The visit that is planned or was made last, null before the first.</param>
/// <param name="Report">What the technician reported last, null before.</param>
/// <param name="ClosesAt">In <see cref="DitState.WorkDone"/>: when it closes by itself; else null.</param>
/// <param name="Attachments">Files, oldest first.</param>
public sealed record Dit(
    DitNumber Number,
    CustomerId Customer,
    AssetSnapshot Subject,
    DitRequest Request,
    Person RaisedBy,
    DateTimeOffset RaisedAt,
    DateTimeOffset RemindAt,
    DitState State,
    int Version,
    int Transitions,
    Visit? Visit,
    string? Report,
    DateTimeOffset? ClosesAt,
    IReadOnlyList<Attachment> Attachments);

/// <summary>A technician's visit.</summary>
/// <param name="PlannedFor">When it starts.</param>
/// <param name="Technician">Who comes.</param>
public sealed record Visit(DateTimeOffset PlannedFor, string Technician);

/// <summary>A file on a DIT; its bytes lie in Blob storage under customer, DIT number and <paramref name="Id"/>.</summary>
/// <param name="Id">Unique, given by the portal: the user's file name is data, never a path.</param>
/// <param name="Name">The file's name as the user gave it, without any folder.</param>
/// <param name="ContentType">The content type of its <see cref="AttachmentKind"/>.</param>
/// <param name="Size">In bytes.</param>
/// <param name="AddedAt">When.</param>
/// <param name="AddedBy">Who.</param>
public sealed record Attachment(string Id, string Name, string ContentType, long Size, DateTimeOffset AddedAt, string AddedBy);
