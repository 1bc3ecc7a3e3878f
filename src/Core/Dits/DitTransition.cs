using Dfm.Core.Accounts;

namespace Dfm.Core.Dits;

/// <summary>What the lifecycle is told when a DIT has moved: the signal that follows each such command.</summary>
/// <param name="Sequence">The DIT's <see cref="Dit.Transitions"/> after it: signals may come twice or out of order.</param>
/// <param name="At">When.</param>
/// <param name="Kind">What happened.</param>
/// <param name="By">Who did it; its address, if any, gets the confirmation too.</param>
/// <param name="State">The state that stands after it.</param>
/// <param name="Visit">The visit that is planned or was made last.</param>
/// <param name="Text">A comment, reason or report (for a closing: the last report), else null.</param>
/// <param name="ClosesAt">In <see cref="DitState.WorkDone"/>: when it closes by itself.</param>
public sealed record DitTransition(
    int Sequence,
    DateTimeOffset At,
    JournalKind Kind,
    Actor By,
    DitState State,
    Visit? Visit,
    string? Text,
    DateTimeOffset? ClosesAt);

/// <summary>An accepted command: all that has to be stored in one transaction.</summary>
/// <param name="Dit">The DIT as it stands after it.</param>
/// <param name="Entry">Its line in the journal.</param>
/// <param name="Transition">What the lifecycle is told; null for messages and attachments.</param>
public sealed record DitChange(Dit Dit, JournalEntry Entry, DitTransition? Transition);
