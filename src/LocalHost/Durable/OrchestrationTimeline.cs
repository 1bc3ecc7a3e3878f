using DurableTask.Core;
using DurableTask.Core.History;
using Microsoft.DurableTask.Client;
using static Dfm.LocalHost.Pages.LocalPage;

namespace Dfm.LocalHost.Durable;

/// <summary>
/// One line of a history as a person reads it. Its number is that of the task, child or timer which was asked for or has ended; its data
/// is what went in or came out.
/// </summary>
internal sealed record TimelineEntry(DateTime At, EventType Kind, int? Task, string? Name, string? Data, string? Failure);

/// <summary>Says in plain words what happened to an instance, and where it stands.</summary>
internal static class OrchestrationTimeline
{
    /// <summary>The entries of a history, without the engine's own book-keeping.</summary>
    public static IReadOnlyList<TimelineEntry> Of(IEnumerable<HistoryEvent> history) => [.. history.Select(Entry).OfType<TimelineEntry>()];

    /// <summary>What an instance waits for, or why it failed.</summary>
    public static string Say(OrchestrationMetadata instance, IReadOnlyList<TimelineEntry> entries) => instance switch
    {
        // That a task has failed, and which, is in the message of the exception itself.
        { FailureDetails: { InnerFailure: { } cause } failure } => $"{failure.ErrorMessage} The cause is a {cause.ErrorType}: {cause.ErrorMessage}",
        { FailureDetails: { } failure } => $"Its own code threw a {failure.ErrorType}: {failure.ErrorMessage}",
        { RuntimeStatus: OrchestrationRuntimeStatus.Running } => $"It waits for {string.Join(" or ", [.. Outstanding(entries), "an event"])}.",
        _ => "",
    };

    /// <summary>What has not ended. Which events an orchestrator waits for, and which timers it has cancelled, is in its code alone.</summary>
    private static IEnumerable<string> Outstanding(IEnumerable<TimelineEntry> entries) => entries
        .Where(entry => entry.Task is not null)
        .GroupBy(entry => entry.Task)
        .Where(task => task.Count() == 1)
        .Select(task => task.Single() is { Kind: EventType.TimerCreated } timer ? $"a timer {timer.Name}" : $"the answer of {task.Single().Name}");

    private static TimelineEntry? Entry(HistoryEvent happened) => happened switch
    {
        ExecutionStartedEvent started => New(started, null, started.Name, started.Input),
        TaskScheduledEvent task => New(task, task.EventId, task.Name, task.Input),
        TaskCompletedEvent done => New(done, done.TaskScheduledId, null, done.Result),
        TaskFailedEvent failed => New(failed, failed.TaskScheduledId, null, failed.Reason, failed.FailureDetails),
        SubOrchestrationInstanceCreatedEvent child => New(child, child.EventId, $"{child.Name} as {child.InstanceId}", child.Input),
        SubOrchestrationInstanceCompletedEvent done => New(done, done.TaskScheduledId, null, done.Result),
        SubOrchestrationInstanceFailedEvent failed => New(failed, failed.TaskScheduledId, null, failed.Reason, failed.FailureDetails),
        TimerCreatedEvent timer => New(timer, timer.EventId, $"until {Time(timer.FireAt)}"),
        TimerFiredEvent fired => New(fired, fired.TimerId),
        EventSentEvent sent => New(sent, null, $"{sent.Name} to {sent.InstanceId}", sent.Input),
        EventRaisedEvent raised => New(raised, null, raised.Name, raised.Input),
        ExecutionSuspendedEvent suspended => New(suspended, null, null, suspended.Reason),
        ExecutionResumedEvent resumed => New(resumed, null, null, resumed.Reason),
        ExecutionTerminatedEvent terminated => New(terminated, null, null, terminated.Input),
        ExecutionCompletedEvent ended => New(ended, null, null, ended.Result, ended.FailureDetails),
        _ => null,
    };

    private static TimelineEntry New(HistoryEvent happened, int? task, string? name = null, string? data = null, FailureDetails? failure = null) =>
        new(happened.Timestamp, happened.EventType, task, name, data, failure is null ? null : Text(failure));

    private static string Text(FailureDetails failure) => $"{failure.ErrorType}: {failure.ErrorMessage}\n{failure.StackTrace}"
        + (failure.InnerFailure is { } cause ? $"\nThe cause is a {Text(cause)}" : "");
}
