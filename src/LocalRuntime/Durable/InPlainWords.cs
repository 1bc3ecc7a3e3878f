using Dfm.LocalRuntime.Pages;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Dfm.LocalRuntime.Durable;

/// <summary>Says where an instance stands and, if it failed, why, to somebody who does not read histories.</summary>
internal static class InPlainWords
{
    /// <summary>One or two sentences, as text.</summary>
    public static string Say(LoadedInstance loaded)
    {
        var row = loaded.Row;
        var timeline = Timeline.Of(loaded.History);
        return row.Status switch
        {
            OrchestrationRuntimeStatus.Pending when row.Due is { } start => $"It is to start at {LocalPage.Time(start)}.",
            OrchestrationRuntimeStatus.Pending => "It is stored and has not begun yet.",
            OrchestrationRuntimeStatus.Running => $"It waits for {WaitsFor(row, timeline)}.",
            OrchestrationRuntimeStatus.Suspended =>
                $"It is suspended{Because(timeline, EventKind.Suspended)}: what comes waits until it is resumed.",
            OrchestrationRuntimeStatus.Terminated => $"It was terminated{Because(timeline, EventKind.Terminated)}.",
            OrchestrationRuntimeStatus.Failed when row.Failure is { } failure => Why(failure, timeline),
            _ => "It has ended as its code says.",
        };
    }

    private static string WaitsFor(InstanceRow row, IReadOnlyList<TimelineEntry> timeline)
    {
        List<string> awaited =
        [
            .. timeline.Where(entry => entry.IsOutstanding && entry.Asked!.Kind != ActionKind.Timer)
                .Select(entry => $"{entry.Asked!.Describe()}, asked for at {LocalPage.Time(entry.At)}"),
        ];
        if (row.Due is { } due) awaited.Add($"a timer until {LocalPage.Time(due)}");
        // Which events an orchestrator waits for is in its code alone, not in its history.
        return awaited.Count == 0 ? "an event" : string.Join("; ", awaited) + "; perhaps for an event too";
    }

    private static string Because(IReadOnlyList<TimelineEntry> timeline, EventKind kind)
    {
        var reason = timeline.LastOrDefault(entry => entry.Asked is null && entry.Happened?.Kind == kind)?.Happened?.Data;
        return string.IsNullOrEmpty(reason) ? "" : $" ({LocalPage.Cut(reason)})";
    }

    private static string Why(Failure failure, IReadOnlyList<TimelineEntry> timeline)
    {
        if (failure.Type == typeof(NonDeterministicOrchestrationException).FullName)
            return "Its code does not do again what its history says it did, so it cannot go on. " + failure.Message;
        // The orchestrator did not catch what a task of its threw: then the task is where to look.
        if (failure.Type == typeof(TaskFailedException).FullName && timeline.LastOrDefault(entry => entry.HasFailed) is { } task)
        {
            var cause = failure.Inner ?? task.Happened!.Failure!;
            return $"{Capitalised(task.Asked!.Describe())} (#{task.Asked.Id}) failed at {LocalPage.Time(task.AnsweredAt!.Value)}, and the "
                + $"orchestrator did not catch it. The cause is a {cause.Type}: {cause.Message}";
        }

        return $"Its own code threw a {failure.Type}: {failure.Message}";
    }

    private static string Capitalised(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
