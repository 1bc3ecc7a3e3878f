using System.Text.Json.Serialization;
using Dfm.Core.Accounts;
using Dfm.Core.Aggregates;

namespace Dfm.Core.Dits;

/// <summary>The kinds of journal entries of a DIT.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DitEntryKind>))]
public enum DitEntryKind
{
    /// <summary>The DIT was raised.</summary>
    Raised,

    /// <summary>A visit was planned, or its date or technician changed.</summary>
    Planned,

    /// <summary>The technician started.</summary>
    Started,

    /// <summary>The work was done.</summary>
    WorkDone,

    /// <summary>The work could not be finished.</summary>
    WorkNotFinished,

    /// <summary>Work reported done was reopened.</summary>
    Reopened,

    /// <summary>The DIT was closed.</summary>
    Closed,

    /// <summary>The DIT was cancelled, by the customer or by DFM.</summary>
    Cancelled,

    /// <summary>A message was written.</summary>
    Message,

    /// <summary>Files were added.</summary>
    AttachmentsAdded,
}

/// <summary>A journal entry of a DIT. Each accepted command writes one.</summary>
/// <param name="Version">The DIT's version after the command; orders the journal.</param>
/// <param name="State">The state after the command.</param>
/// <param name="Text">A comment, reason, report or message; else null.</param>
/// <param name="Visit">Only for <see cref="DitEntryKind.Planned"/>.</param>
/// <param name="Attachments">For raised DITs and added files: the file names.</param>
public sealed record DitEntry(
    int Version,
    DateTimeOffset At,
    DitEntryKind Kind,
    string By,
    ActorKind ByKind,
    DitState State,
    string? Text = null,
    Visit? Visit = null,
    IReadOnlyList<string>? Attachments = null) : IJournalEntry
{
    /// <inheritdoc/>
    public UserId? User { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public string Action => $"Dit{Kind}";
}
