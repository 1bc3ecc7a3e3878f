using Dfm.Core.Accounts;
using Dfm.Core.Aggregates;

namespace Dfm.Core.Dits;

/// <summary>A transition of a DIT, as an event to its lifecycle.</summary>
/// <param name="Sequence">
/// The DIT's <see cref="Dit.Transitions"/> after the command; events may arrive more than once or out of order.
/// </param>
/// <param name="By">A customer's address, if any, receives the confirmation too.</param>
/// <param name="State">The state after the command.</param>
/// <param name="Visit">The planned or the last visit.</param>
/// <param name="Text">A comment, reason or report (when closing: the last report), else null.</param>
/// <param name="ClosesAt">In <see cref="DitState.WorkDone"/>, when the DIT closes automatically.</param>
public sealed record DitTransition(
    int Sequence,
    DateTimeOffset At,
    DitEntryKind Kind,
    Actor By,
    DitState State,
    Visit? Visit,
    string? Text,
    DateTimeOffset? ClosesAt);

/// <summary>The result of an accepted command, stored in one transaction.</summary>
/// <param name="Dit">The DIT after the command.</param>
/// <param name="Transition">The event to the lifecycle; null for messages and attachments.</param>
public sealed record DitChange(Dit Dit, DitEntry Entry, DitTransition? Transition) : IChange<Dit, DitEntry>
{
    Dit IChange<Dit, DitEntry>.Aggregate => Dit;
}
