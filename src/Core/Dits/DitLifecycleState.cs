using Dfm.Core.Accounts;
using Dfm.Core.Aggregates;

namespace Dfm.Core.Dits;

/// <summary>The action of a lifecycle at a deadline.</summary>
public enum DeadlineKind
{
    /// <summary>Remind the service desk that no visit has been planned.</summary>
    Remind,

    /// <summary>Close the DIT, five working days after the work was done.</summary>
    Close,
}

/// <summary>A deadline at which a lifecycle acts.</summary>
public sealed record Deadline(DeadlineKind Kind, DateTimeOffset At);

/// <summary>
/// The state of a DIT's lifecycle: the DIT as raised and the last transition. Pure, so that the orchestration is deterministic on replay.
/// </summary>
/// <param name="Last">The last transition that was processed.</param>
/// <param name="DeadlineHandled">Whether the deadline of the current state has been handled.</param>
/// <param name="VisitSince">
/// The sequence of the transition that planned the visit which is to come, or which a cancellation has just called off; null without one.
/// </param>
public sealed record DitLifecycleState(Dit Raised, DitTransition Last, bool DeadlineHandled, int? VisitSince = null)
{
    /// <summary>
    /// The lifecycle state of a new DIT; or of one whose lifecycle is started anew, which goes on from how the DIT stands, without a mail.
    /// </summary>
    public static DitLifecycleState Begin(Dit raised)
    {
        ArgumentNullException.ThrowIfNull(raised);
        if (raised.Version > 1) return new(raised, Resumed(raised), DeadlineHandled: false);
        var by = raised.RaisedBy.ToActor();
        return new(raised, new DitTransition(1, raised.RaisedAt, DitEntryKind.Raised, by, raised.State, null, null, null), false);
    }

    /// <summary>The current state.</summary>
    public DitState State => Last.State;

    /// <summary>The sequence of the next event; events may arrive more than once or out of order.</summary>
    public int Next => Last.Sequence + 1;

    /// <summary>The lifecycle state after the next transition.</summary>
    public DitLifecycleState After(DitTransition transition)
    {
        ArgumentNullException.ThrowIfNull(transition);
        return new(Raised, transition, false, transition.Kind switch
        {
            DitEntryKind.Planned => VisitSince ?? transition.Sequence,
            DitEntryKind.Cancelled => VisitSince,
            _ => null,
        });
    }

    /// <summary>The lifecycle state after its deadline was handled.</summary>
    public DitLifecycleState AfterDeadline() => this with { DeadlineHandled = true };

    /// <summary>The next deadline; null when there is none.</summary>
    public Deadline? Deadline => (DeadlineHandled, State, Last.ClosesAt) switch
    {
        (false, DitState.AwaitingPlanning, _) => new(DeadlineKind.Remind, Raised.RemindAt),
        (false, DitState.WorkDone, { } at) => new(DeadlineKind.Close, at),
        _ => null,
    };

    private static DitTransition Resumed(Dit dit) => new(
        dit.Transitions, dit.RaisedAt, DitEntryKind.Message, Actor.Portal, dit.State, dit.Visit, dit.Report, dit.ClosesAt);

    /// <summary>The DIT as the staff queue shows it.</summary>
    /// <param name="from">The previous state; null for a new DIT.</param>
    public StaffQueueEntry<DitState, DitSummary> QueueEntry(DitState? from) => new(
        Raised.Customer,
        Raised.Number.Sequence,
        State,
        from,
        Raised.RemindAt,
        Last.At,
        DitSummary.Of(Raised with { State = State, Visit = Last.Visit }));
}
