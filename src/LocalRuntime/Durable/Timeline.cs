namespace Dfm.LocalRuntime.Durable;

/// <summary>One line of an instance's history as a person reads it: what the orchestrator asked for, with the answer; or what came by itself.</summary>
/// <param name="At">When it was asked for, or came.</param>
/// <param name="Asked">What was asked for; null for what came by itself.</param>
/// <param name="Happened">What came by itself, or the answer; null while there is none.</param>
/// <param name="AnsweredAt">When the answer came; null while there is none.</param>
internal sealed record TimelineEntry(DateTime At, HistoryAction? Asked, HistoryEvent? Happened, DateTime? AnsweredAt)
{
    /// <summary>Whether an answer is still to come.</summary>
    public bool IsOutstanding => Asked is not null && Happened is null;

    /// <summary>Whether it failed.</summary>
    public bool HasFailed => Happened?.Kind == EventKind.TaskFailed;
}

/// <summary>Puts the recorded turns of a run into the order in which a person reads them.</summary>
internal static class Timeline
{
    /// <summary>The entries in the order in which they began.</summary>
    public static IReadOnlyList<TimelineEntry> Of(IEnumerable<TurnRecord> history)
    {
        var entries = new List<TimelineEntry>();
        var asked = new Dictionary<int, int>();
        foreach (var turn in history)
        {
            foreach (var happened in turn.Events)
            {
                if (IsAnswer(happened) && asked.TryGetValue(happened.Id, out var place))
                    entries[place] = entries[place] with { Happened = happened, AnsweredAt = turn.At };
                else
                    entries.Add(new TimelineEntry(turn.At, null, happened, null));
            }

            foreach (var action in turn.Actions)
            {
                asked[action.Id] = entries.Count;
                entries.Add(new TimelineEntry(turn.At, action, null, null));
            }
        }

        return entries;
    }

    /// <summary>Whether it answers what the orchestrator asked for; a timer that fires does so too.</summary>
    public static bool IsAnswer(HistoryEvent happened) => happened.IsAnswer || happened.Kind == EventKind.TimerFired;
}
