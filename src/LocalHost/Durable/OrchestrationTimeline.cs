using DurableTask.Core.History;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using static Dfm.LocalHost.Pages.LocalPage;

namespace Dfm.LocalHost.Durable;

/// <summary>Why a task or an orchestration failed.</summary>
internal sealed record Failure(string Type, string Message, string? Stack, Failure? Inner)
{
    /// <summary>From the state of an instance.</summary>
    public static Failure? Of(TaskFailureDetails? details) =>
        details is null ? null : new Failure(details.ErrorType, details.ErrorMessage, details.StackTrace, Of(details.InnerFailure));

    /// <summary>From an event; <paramref name="reason"/> is what engines say that keep no details.</summary>
    public static Failure? Of(DurableTask.Core.FailureDetails? details, string? reason) => details is null
        ? reason is null ? null : new Failure("Error", reason, null, null)
        : new Failure(details.ErrorType, details.ErrorMessage, details.StackTrace, Of(details.InnerFailure, null));
}

/// <summary>One line of a history as a person reads it: what the orchestrator asked for, with the answer; or what came by itself.</summary>
internal sealed record TimelineEntry(DateTime At, EventType Kind, int Id, string? Name, string? Data)
{
    /// <summary>The orchestration that is called, or that an event is sent to.</summary>
    public string? InstanceId { get; init; }

    /// <summary>When a timer fires.</summary>
    public DateTime? Due { get; init; }

    public DateTime? AnsweredAt { get; init; }

    public string? Answer { get; init; }

    public Failure? Failure { get; init; }

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
        OrchestrationRuntimeStatus.Suspended =>
            $"It is suspended{Because(entries, EventType.ExecutionSuspended)}: what comes waits until it is resumed.",
        OrchestrationRuntimeStatus.Terminated => $"It was terminated{Because(entries, EventType.ExecutionTerminated)}.",
        OrchestrationRuntimeStatus.Failed when Failure.Of(instance.FailureDetails) is { } failure => Why(failure, entries),
        _ => "It has ended as its code says.",
    };

    private static TimelineEntry? Entry(HistoryEvent happened) => happened switch
    {
        ExecutionStartedEvent started => New(started, started.Name, started.Input),
        TaskScheduledEvent task => New(task, task.Name, task.Input),
        SubOrchestrationInstanceCreatedEvent sub => New(sub, sub.Name, sub.Input) with { InstanceId = sub.InstanceId },
        TimerCreatedEvent timer => New(timer, null, null) with { Due = timer.FireAt },
        EventSentEvent sent => New(sent, sent.Name, sent.Input) with { InstanceId = sent.InstanceId },
        EventRaisedEvent raised => New(raised, raised.Name, raised.Input),
        ExecutionSuspendedEvent suspended => New(suspended, null, suspended.Reason),
        ExecutionResumedEvent resumed => New(resumed, null, resumed.Reason),
        ExecutionTerminatedEvent terminated => New(terminated, null, terminated.Input),
        ExecutionCompletedEvent ended => New(ended, null, ended.Result) with { Failure = Failure.Of(ended.FailureDetails, null) },
        _ => null, // The engine's own book-keeping.
    };

    private static TimelineEntry New(HistoryEvent happened, string? name, string? data) =>
        new(happened.Timestamp, happened.EventType, happened.EventId, name, data);

    private static (int? Asked, string? Answer, Failure? Failure) Answer(HistoryEvent happened) => happened switch
    {
        TaskCompletedEvent done => (done.TaskScheduledId, done.Result, null),
        SubOrchestrationInstanceCompletedEvent done => (done.TaskScheduledId, done.Result, null),
        TaskFailedEvent failed => (failed.TaskScheduledId, null, Failure.Of(failed.FailureDetails, failed.Reason)),
        SubOrchestrationInstanceFailedEvent failed => (failed.TaskScheduledId, null, Failure.Of(failed.FailureDetails, failed.Reason)),
        TimerFiredEvent fired => (fired.TimerId, null, null),
        _ => default,
    };

    private static string WaitsFor(IReadOnlyList<TimelineEntry> entries)
    {
        var awaited = entries.Where(entry => entry.IsOutstanding).Select(entry => entry.Kind == EventType.TimerCreated
            ? $"a timer until {Time(entry.Due!.Value)} (unless its code has cancelled it)"
            : $"'{entry.Name}', asked for at {Time(entry.At)}").ToList();
        // Which events an orchestrator waits for is in its code alone, not in its history.
        return awaited.Count == 0 ? "an event" : string.Join("; ", awaited) + "; perhaps for an event too";
    }

    private static string Because(IReadOnlyList<TimelineEntry> entries, EventType kind) =>
        entries.LastOrDefault(entry => entry.Kind == kind)?.Data is { Length: > 0 } reason ? $" ({Cut(reason)})" : "";

    private static string Why(Failure failure, IReadOnlyList<TimelineEntry> entries)
    {
        if (failure.Type.EndsWith("NonDeterministicOrchestrationException", StringComparison.Ordinal))
            return "Its code does not do again what its history says it did, so it cannot go on. " + failure.Message;
        // The orchestrator did not catch what a task of its threw: then the task is where to look.
        if (failure.Type == typeof(TaskFailedException).FullName
            && entries.LastOrDefault(entry => entry is { AnsweredAt: not null, Failure: not null }) is { } task)
        {
            var cause = failure.Inner ?? task.Failure!;
            return $"'{task.Name}' (#{task.Id}) failed at {Time(task.AnsweredAt!.Value)}, and the orchestrator did not catch it. "
                + $"The cause is a {cause.Type}: {cause.Message}";
        }

        return $"Its own code threw a {failure.Type}: {failure.Message}";
    }
}
