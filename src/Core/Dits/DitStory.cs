using Dfm.Core.Accounts;

namespace Dfm.Core.Dits;

/// <summary>What a lifecycle waits for when nobody acts.</summary>
public enum DeadlineKind
{
    /// <summary>Remind the service desk that nobody has planned the DIT.</summary>
    Remind,

    /// <summary>Close the DIT, five working days after the work was done.</summary>
    Close,
}

/// <summary>An instant at which a lifecycle acts by itself.</summary>
/// <param name="Kind">What it does then.</param>
/// <param name="At">When.</param>
public sealed record Deadline(DeadlineKind Kind, DateTimeOffset At);

/// <summary>
/// A DIT as its lifecycle follows it, signal by signal: what was raised and the last transition. Pure, so that the orchestration replays.
/// </summary>
/// <param name="Raised">The DIT as it was raised.</param>
/// <param name="Last">The last transition that was followed.</param>
/// <param name="Rung">Whether the deadline of this stay in the state has been acted upon.</param>
public sealed record DitStory(Dit Raised, DitTransition Last, bool Rung)
{
    /// <summary>The story of a DIT that was just raised.</summary>
    public static DitStory Begin(Dit raised)
    {
        ArgumentNullException.ThrowIfNull(raised);
        var by = new Actor(ActorKind.Customer, raised.RaisedBy.Name, raised.RaisedBy.Email);
        return new(raised, new DitTransition(1, raised.RaisedAt, JournalKind.Raised, by, raised.State, null, null, null), false);
    }

    /// <summary>The state that stands.</summary>
    public DitState State => Last.State;

    /// <summary>The sequence of the signal that has to come next; signals may come twice or out of order.</summary>
    public int Next => Last.Sequence + 1;

    /// <summary>The story after the signal that had to come next.</summary>
    public DitStory After(DitTransition transition) => new(Raised, transition, false);

    /// <summary>The story after its deadline was acted upon.</summary>
    public DitStory AfterDeadline() => this with { Rung = true };

    /// <summary>When the lifecycle has to act by itself; null while it only waits.</summary>
    public Deadline? Deadline => (Rung, State, Last.ClosesAt) switch
    {
        (false, DitState.AwaitingPlanning, _) => new(DeadlineKind.Remind, Raised.RemindAt),
        (false, DitState.WorkDone, { } at) => new(DeadlineKind.Close, at),
        _ => null,
    };
}
