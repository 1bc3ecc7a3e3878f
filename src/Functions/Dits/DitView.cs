using System.Text.Json.Serialization;
using Dfm.Core;
using Dfm.Core.Accounts;
using Dfm.Core.Dits;
using Dfm.Functions.Http;
using Dfm.Functions.Parc;

namespace Dfm.Functions.Dits;

/// <summary>A DIT as the API shows it: what was entered, where it stands, its journal, its files, its cancellation window.</summary>
internal sealed record DitView(
    DitNumber Number,
    DitState State,
    string StateLabel,
    Urgency Urgency,
    string UrgencyLabel,
    NatureView Nature,
    string? ErrorCode,
    string Description,
    ContactView? Contact,
    string? CustomerReference,
    AssetView Asset,
    SiteView Site,
    DateTimeOffset RaisedAt,
    string RaisedBy,
    Visit? Visit,
    string? Report,
    DateTimeOffset? ClosesAt,
    CancellationWindow Cancellation,
    IReadOnlyList<Attachment> Attachments,
    IReadOnlyList<JournalView> Journal,
    int Version) : IVersioned
{
    /// <summary>When it was just raised: what the customer should know; else null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<DitWarning>? Warnings { get; init; }

    /// <summary>For DFM's staff: whose it is; else null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CustomerId? Customer { get; init; }

    /// <summary>The view of a DIT and its journal.</summary>
    public static DitView Of(Dit dit, IReadOnlyList<JournalEntry> journal) => new(
        dit.Number,
        dit.State,
        dit.State.Label(),
        dit.Request.Urgency,
        dit.Request.Urgency.Label(),
        new NatureView(dit.Request.NatureCode, dit.Request.Nature),
        dit.Request.ErrorCode,
        dit.Request.Description,
        ContactView.Of(dit.Request),
        dit.Request.CustomerReference,
        AssetView.Of(dit.Subject),
        new SiteView(dit.Subject.Site.Value, dit.Subject.SiteName),
        dit.RaisedAt,
        dit.RaisedBy.Name,
        dit.Visit,
        dit.Report,
        dit.ClosesAt,
        CancellationWindow.For(dit.State),
        dit.Attachments,
        [.. journal.Select(JournalView.Of)],
        dit.Version);
}

/// <summary>The nature of the intervention.</summary>
internal sealed record NatureView(string Code, string Label);

/// <summary>Whom the technician asks for.</summary>
internal sealed record ContactView(string? Name, string? Phone)
{
    /// <summary>Null when nobody was named.</summary>
    public static ContactView? Of(DitRequest request) =>
        request.ContactName is null && request.ContactPhone is null ? null : new(request.ContactName, request.ContactPhone);
}

/// <summary>A line of the journal.</summary>
internal sealed record JournalView(
    int Version,
    DateTimeOffset At,
    JournalKind Kind,
    string By,
    ActorKind ByKind,
    DitState State,
    string StateLabel,
    string? Text,
    Visit? Visit,
    IReadOnlyList<string>? Attachments)
{
    /// <summary>The view of an entry.</summary>
    public static JournalView Of(JournalEntry entry) => new(
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

/// <summary>Something that the customer should know and that does not stop the request.</summary>
internal sealed record DitWarning(string Code, string Detail, IReadOnlyList<string> Dits)
{
    /// <summary>The asset has open DITs already.</summary>
    public static DitWarning AlreadyOpen(IReadOnlyList<string> numbers) => new(
        "asset-has-open-dit",
        $"Ce bien fait déjà l'objet d'une demande en cours : {string.Join(", ", numbers.Select(number => $"n° {number}"))}.",
        numbers);
}
