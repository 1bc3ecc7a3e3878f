using DurableTask.Core.History;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using static Dfm.LocalHost.Pages.LocalPage;

namespace Dfm.LocalHost.Durable;

/// <summary>One line of a history as a person reads it: what the orchestrator asked for, with the answer; or what came by itself.</summary>
internal sealed record TimelineEntry(
    DateTime At, EventType Kind, int Id, string? Name, string? Data,
    DateTime? AnsweredAt = null, string? Answer = null, TaskFailureDetails? Failure = null)
{
    public bool IsOutstanding => AnsweredAt is null
        && Kind is EventType.TaskScheduled or EventType.SubOrchestrationInstanceCreated or EventType.TimerCreated;
}

/// <summary>Pairs what an instance asked for with the answers, and says in plain words where it stands.</summary>
internal static class OrchestrationTimeline
{
    /// <summary>The entries in the order in which they began.</summary>
    public static IReadOnlyList<TimelineEntry> Of(IEnumerable<HistoryEvent> history)
    {
        var entries = new List<TimelineEntry>();
        foreach (var happened in history)
        {
            var (asked, answer, failure) = Answer(happened);
            var place = asked is null ? -1 : entries.FindIndex(entry => entry.Id == asked && entry.IsOutstanding);
            if (place >= 0)
                entries[place] = entries[place] with { AnsweredAt = happened.Timestamp, Answer = answer, Failure = failure };
            else if (Entry(happened) is { } entry)
                entries.Add(entry);
        }

        return entries;
    }

    /// <summary>One or two sentences on where an instance stands and, if it failed, why.</summary>
    public static string Say(OrchestrationMetadata instance, IReadOnlyList<TimelineEntry> entries) => instance.RuntimeStatus switch
    {
        OrchestrationRuntimeStatus.Pending => "It is stored and has not begun yet.",
        OrchestrationRuntimeStatus.Running => $"It waits for {WaitsFor(entries)}.",
        OrchestrationRuntimeStatus.Suspended => "It is suspended: what comes waits until it is resumed.",
        OrchestrationRuntimeStatus.Terminated => "It was terminated from outside.",
        OrchestrationRuntimeStatus.Failed when instance.FailureDetails is { } failure => Why(failure),
        _ => "It has ended as its code says.",
    };

    private static TimelineEntry? Entry(HistoryEvent happened) => happened switch
    {
        ExecutionStartedEvent started => New(started, started.Name, started.Input),
        TaskScheduledEvent task => New(task, task.Name, task.Input),
        SubOrchestrationInstanceCreatedEvent sub => New(sub, $"{sub.Name} as {sub.InstanceId}", sub.Input),
        TimerCreatedEvent timer => New(timer, $"until {Time(timer.FireAt)}", null),
        EventSentEvent sent => New(sent, $"{sent.Name} to {sent.InstanceId}", sent.Input),
        EventRaisedEvent raised => New(raised, raised.Name, raised.Input),
        ExecutionSuspendedEvent suspended => New(suspended, null, suspended.Reason),
        ExecutionResumedEvent resumed => New(resumed, null, resumed.Reason),
        ExecutionTerminatedEvent terminated => New(terminated, null, terminated.Input),
        ExecutionCompletedEvent ended => New(ended, null, ended.Result) with { Failure = Details(ended.FailureDetails, null) },
        _ => null, // The engine's own book-keeping.
    };

    private static TimelineEntry New(HistoryEvent happened, string? name, string? data) =>
        new(happened.Timestamp, happened.EventType, happened.EventId, name, data);

    private static (int? Asked, string? Answer, TaskFailureDetails? Failure) Answer(HistoryEvent happened) => happened switch
    {
        TaskCompletedEvent done => (done.TaskScheduledId, done.Result, null),
        SubOrchestrationInstanceCompletedEvent done => (done.TaskScheduledId, done.Result, null),
        TaskFailedEvent failed => (failed.TaskScheduledId, null, Details(failed.FailureDetails, failed.Reason)),
        SubOrchestrationInstanceFailedEvent failed => (failed.TaskScheduledId, null, Details(failed.FailureDetails, failed.Reason)),
        TimerFiredEvent fired => (fired.TimerId, null, null),
        _ => default,
    };

    private static TaskFailureDetails? Details(DurableTask.Core.FailureDetails? details, string? reason) => details is null
        ? reason is null ? null : new TaskFailureDetails("Error", reason, null, null, null)
        : new TaskFailureDetails(
            details.ErrorType, details.ErrorMessage, details.StackTrace, Details(details.InnerFailure, null), details.Properties);

    /// <summary>What has no answer. Which events an orchestrator waits for, and which timers it has cancelled, is in its code alone.</summary>
    private static string WaitsFor(IReadOnlyList<TimelineEntry> entries)
    {
        var awaited = entries.Where(entry => entry.IsOutstanding)
            .Select(entry => $"{(entry.Kind == EventType.TimerCreated ? "a timer" : "the answer of")} {entry.Name}");
        return string.Join(" or ", [.. awaited, "an event"]);
    }

    /// <summary>A failed task's name, and that its failure was not caught, is in the message of the exception itself.</summary>
    private static string Why(TaskFailureDetails failure) => failure.InnerFailure is { } cause
        ? $"{failure.ErrorMessage} The cause is a {cause.ErrorType}: {cause.ErrorMessage}"
        : $"Its own code threw a {failure.ErrorType}: {failure.ErrorMessage}";
}
