using System.Text.Json.Serialization;
using Dfm.Core.Dits;
using Dfm.Functions.Attachments.Responses;
using Dfm.Functions.Attachments.Storage;
using Dfm.Functions.Commands;
using Dfm.Functions.Http;
using Dfm.Functions.Mail.Failures;
using Dfm.Functions.Parc.Responses;

namespace Dfm.Functions.Dits.Responses;

/// <summary>A DIT as the API shows it: what was entered, where it stands, its journal, its files, its cancellation window.</summary>
public sealed record DitResponse(
    DitNumber Number,
    DitState State,
    string StateLabel,
    Urgency Urgency,
    string UrgencyLabel,
    NatureResponse Nature,
    string? ErrorCode,
    string Description,
    ContactResponse? Contact,
    string? CustomerReference,
    AssetSnapshotResponse Asset,
    SiteResponse Site,
    DateTimeOffset RaisedAt,
    string RaisedBy,
    Visit? Visit,
    string? Report,
    DateTimeOffset? ClosesAt,
    CancellationWindow Cancellation,
    IReadOnlyList<AttachmentResponse> Attachments,
    IReadOnlyList<DitEntryResponse> Journal,
    int Version) : IVersioned
{
    /// <summary>When it was just raised, or moved along by the staff: what should be known about that; else null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<DitWarning>? Warnings { get; init; }

    /// <summary>For DFM's staff: whose it is; else null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CustomerId? Customer { get; init; }

    /// <summary>For DFM's staff: the mails about it that did not reach their recipients; else null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<MailFailureResponse>? MailFailures { get; init; }

    /// <summary>A DIT that a command has changed.</summary>
    public static DitResponse Of(Executed<Dit, DitEntry> done) => Of(done.Aggregate, done.Journal);

    /// <summary>The same for DFM's staff.</summary>
    public static DitResponse ForStaff(Executed<Dit, DitEntry> done) => Of(done) with { Customer = done.Aggregate.Customer };

    /// <summary>The same for DFM's staff who has moved it along.</summary>
    public static DitResponse ForTransition(Executed<Dit, DitEntry> done) =>
        ForStaff(done) with { Warnings = done.Journal[^1].Visit is { } planned ? DitWarning.Of(planned) : [] };

    /// <summary>The same with what is known of malware in its files.</summary>
    public DitResponse With(FileScans scans) => this with { Attachments = AttachmentResponse.With(scans, Attachments) };

    /// <summary>A DIT and its journal.</summary>
    public static DitResponse Of(Dit dit, IReadOnlyList<DitEntry> journal) => new(
        dit.Number,
        dit.State,
        dit.State.Label(),
        dit.Request.Urgency,
        dit.Request.Urgency.Label(),
        new NatureResponse(dit.Request.NatureCode, dit.Request.Nature),
        dit.Request.ErrorCode,
        dit.Request.Description,
        ContactResponse.Of(dit.Request),
        dit.Request.CustomerReference,
        AssetSnapshotResponse.Of(dit.Subject),
        new SiteResponse(dit.Subject.Site.Value, dit.Subject.SiteName),
        dit.RaisedAt,
        dit.RaisedBy.Name,
        dit.Visit,
        dit.Report,
        dit.ClosesAt,
        dit.State.CancellationWindow(),
        [.. dit.Attachments.Select(AttachmentResponse.Of)],
        [.. journal.Select(DitEntryResponse.Of)],
        dit.Version);
}

/// <summary>The nature of the intervention.</summary>
public sealed record NatureResponse(string Code, string Label);

/// <summary>Whom the technician asks for.</summary>
public sealed record ContactResponse(string? Name, string? Phone)
{
    /// <summary>Null when nobody was named.</summary>
    public static ContactResponse? Of(DitRequest request) =>
        request.ContactName is null && request.ContactPhone is null ? null : new(request.ContactName, request.ContactPhone);
}

/// <summary>A line of the journal.</summary>
public sealed record DitEntryResponse(
    int Version,
    DateTimeOffset At,
    DitEntryKind Kind,
    string By,
    ActorKind ByKind,
    DitState State,
    string StateLabel,
    string? Text,
    Visit? Visit,
    IReadOnlyList<string>? Attachments)
{
    /// <summary>The view of an entry.</summary>
    public static DitEntryResponse Of(DitEntry entry) => new(
        entry.Version,
        entry.At,
        entry.Kind,
        entry.By,
        entry.ByKind,
        entry.State,
        entry.State.Label(),
        entry.Text,
        entry.Visit,
        entry.Attachments);
}
