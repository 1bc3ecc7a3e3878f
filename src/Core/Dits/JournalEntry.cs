using System.Text.Json.Serialization;
using Dfm.Core.Accounts;

namespace Dfm.Core.Dits;

/// <summary>What an entry of the journal tells.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<JournalKind>))]
public enum JournalKind
{
    /// <summary>The DIT was raised.</summary>
    Raised,

    /// <summary>A visit was planned, or its date or technician changed.</summary>
    Planned,

    /// <summary>The technician began.</summary>
    Started,

    /// <summary>The work was done.</summary>
    WorkDone,

    /// <summary>The work could not be finished.</summary>
    WorkNotFinished,

    /// <summary>Work that was reported done was taken up again.</summary>
    Reopened,

    /// <summary>The DIT was closed.</summary>
    Closed,

    /// <summary>The DIT was cancelled, by the customer or by DFM.</summary>
    Cancelled,

    /// <summary>Somebody wrote a message.</summary>
    Message,

    /// <summary>Files were added.</summary>
    AttachmentsAdded,
}

/// <summary>One line of a DIT's journal: nothing that happened to it is without one.</summary>
/// <param name="Version">The DIT's version after it: the order of the journal.</param>
/// <param name="At">When.</param>
/// <param name="Kind">What happened.</param>
/// <param name="By">Who did it.</param>
/// <param name="ByKind">On whose side.</param>
/// <param name="State">The state that stands after it.</param>
/// <param name="Text">A comment, reason, report or message, else null.</param>
/// <param name="Visit">For <see cref="JournalKind.Planned"/>: the visit.</param>
/// <param name="Attachments">For raised and added: the names of the files.</param>
public sealed record JournalEntry(
    int Version,
    DateTimeOffset At,
    JournalKind Kind,
    string By,
    ActorKind ByKind,
    DitState State,
    string? Text = null,
    Visit? Visit = null,
    IReadOnlyList<string>? Attachments = null);
