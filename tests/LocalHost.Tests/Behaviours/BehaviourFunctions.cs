using System.Collections.Concurrent;
using System.Text.Json.Serialization;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Dfm.LocalHost.Tests.Behaviours;

/// <summary>An exception that no runtime knows.</summary>
public sealed class DeskClosedException(string message, Exception? inner = null) : InvalidOperationException(message, inner);

[JsonPolymorphic, JsonDerivedType(typeof(Toner), "toner"), JsonDerivedType(typeof(Repair), "repair")]
public abstract record Line(decimal Price);

public sealed record Toner(string Colour, decimal Price) : Line(Price);
public sealed record Repair(DateTimeOffset At, string? By, decimal Price) : Line(Price);

/// <summary>The orchestrators and activities of the behaviours.</summary>
public static class BehaviourFunctions
{
    private static readonly ConcurrentDictionary<string, int> Attempts = new();

    /// <summary>What the turns of <see cref="NoteReplays"/> have seen, by instance.</summary>
    internal static ConcurrentDictionary<string, ConcurrentQueue<string>> Seen { get; } = new();

    /// <summary>Calls an activity, then waits for a word; fails if it is "fail".</summary>
    [Function(nameof(AwaitWord))]
    public static async Task<string> AwaitWord([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        await context.CallActivityAsync<string>(nameof(Reverse), "Ada");
        context.SetCustomStatus("waiting");
        var word = await context.WaitForExternalEvent<string>("Word");
        return word == "fail" ? throw new DeskClosedException("late") : word;
    }

    /// <summary>Waits for <c>Go</c>, then for so many numbers.</summary>
    [Function(nameof(CollectNumbers))]
    public static async Task<List<int>> CollectNumbers([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        context.SetCustomStatus("waiting");
        await context.WaitForExternalEvent<object>("Go");
        var numbers = new List<int>();
        for (var n = context.GetInput<int>(); n > 0; n--) numbers.Add(await context.WaitForExternalEvent<int>("Number"));
        return numbers;
    }

    /// <summary>A new run for each number until they make ten; numbers that come meanwhile are kept, in no order.</summary>
    [Function(nameof(AddNumbers))]
    public static async Task<int> AddNumbers([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var sum = context.GetInput<int>() + await context.WaitForExternalEvent<int>("Number");
        if (sum < 10) context.ContinueAsNew(sum);
        return sum;
    }

    /// <summary>A timer of so many seconds against an event; if the timer wins, it waits for the event once more.</summary>
    [Function(nameof(RaceTimer))]
    public static async Task<string> RaceTimer([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var due = context.CurrentUtcDateTime.AddSeconds(context.GetInput<int>());
        using var cancellation = new CancellationTokenSource();
        var timer = context.CreateTimer(due, cancellation.Token);
        var planned = context.WaitForExternalEvent<string>("Planned");
        context.SetCustomStatus("racing");
        var isLate = await Task.WhenAny(timer, planned) == timer;
#pragma warning disable CA1849 // An orchestrator must not leave its thread, as CancelAsync does.
        cancellation.Cancel();
#pragma warning restore CA1849
        if (!isLate) return $"{planned.Result} in time, timer cancelled: {timer.IsCanceled}";
        // The timers of Azure Storage know whole seconds.
        context.SetCustomStatus(context.CurrentUtcDateTime >= due.AddSeconds(-1) ? "late" : "the timer was too early");
        return $"{await planned} too late";
    }

    /// <summary>Notes what should be the same at every replay.</summary>
    [Function(nameof(NoteReplays))]
    public static async Task<string> NoteReplays([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var first = $"{context.CurrentUtcDateTime:O} {context.NewGuid()}";
        Seen.GetOrAdd(context.InstanceId, _ => new()).Enqueue(first);
        await context.CallActivityAsync<int>(nameof(Square), 1);
        await context.CallActivityAsync<int>(nameof(Square), 2);
        return first;
    }

    [Function(nameof(SquareAll))]
    public static async Task<int[]> SquareAll([OrchestrationTrigger] TaskOrchestrationContext context) => await Task.WhenAll(
        Enumerable.Range(1, context.GetInput<int>()).Select(n => context.CallActivityAsync<int>(nameof(Square), n)));

    [Function(nameof(Square))]
    public static int Square([ActivityTrigger] int number) => number * number;

    /// <summary>Three attempts at an activity that fails so often, with pauses of one second, then two.</summary>
    [Function(nameof(Retry))]
    public static async Task<string> Retry([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var (begun, failures) = (context.CurrentUtcDateTime, KeyValuePair.Create(context.InstanceId, context.GetInput<int>()));
        var policy = TaskOptions.FromRetryPolicy(new RetryPolicy(3, TimeSpan.FromSeconds(1), backoffCoefficient: 2));
        try
        {
            return await context.CallActivityAsync<string>(nameof(FailAtFirst), failures, policy);
        }
        catch (TaskFailedException failure)
        {
            context.SetCustomStatus((int)(context.CurrentUtcDateTime - begun).TotalSeconds);
            return string.Join('|', failure.TaskName, failure.FailureDetails.ErrorType, failure.FailureDetails.ErrorMessage,
                failure.FailureDetails.InnerFailure?.ErrorType, failure.FailureDetails.IsCausedBy<InvalidOperationException>());
        }
    }

    [Function(nameof(FailAtFirst))]
    public static string FailAtFirst([ActivityTrigger] KeyValuePair<string, int> failures)
    {
        var attempt = Attempts.AddOrUpdate(failures.Key, 1, (_, before) => before + 1);
        return attempt > failures.Value ? $"done by attempt {attempt}"
            : throw new DeskClosedException($"attempt {attempt}", new FormatException("why"));
    }

    [Function(nameof(FailWithActivity))]
    public static Task<string> FailWithActivity([OrchestrationTrigger] TaskOrchestrationContext context) =>
        context.CallActivityAsync<string>(nameof(FailAtFirst), KeyValuePair.Create(context.InstanceId, int.MaxValue));

    /// <summary>Its child fails; an activity makes up for that.</summary>
    [Function(nameof(Compensate))]
    public static async Task<string> Compensate([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        try
        {
            return await context.CallSubOrchestratorAsync<string>(nameof(FailWithActivity));
        }
        catch (TaskFailedException failure)
        {
            var made = await context.CallActivityAsync<string>(nameof(FailAtFirst), KeyValuePair.Create(context.InstanceId, 0));
            return $"{failure.TaskName}: {failure.FailureDetails.InnerFailure?.ErrorMessage}; {made}";
        }
    }

    /// <summary>Hands its input to an activity and its output, and what an event brings to its custom status.</summary>
    [Function(nameof(PassOn))]
    public static async Task<List<Line>> PassOn([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        context.SetCustomStatus(await context.WaitForExternalEvent<List<Line>>("Lines"));
        return await context.CallActivityAsync<List<Line>>(nameof(Same), context.GetInput<List<Line>>()!);
    }

    [Function(nameof(Same))]
    public static List<Line> Same([ActivityTrigger] List<Line> lines) => lines;

    /// <summary>Reverses its input and then what an event brings.</summary>
    [Function(nameof(ReverseBoth))]
    public static async Task<string> ReverseBoth([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var first = await context.CallActivityAsync<string>(nameof(Reverse), context.GetInput<string>()!);
        return first + await context.CallActivityAsync<string>(nameof(Reverse), await context.WaitForExternalEvent<string>("Text"));
    }

    [Function(nameof(Reverse))]
    public static string? Reverse([ActivityTrigger] string? text) => text is null ? null : new([.. text.Reverse()]);

    [Function(nameof(PassNothing))]
    public static async Task<string?> PassNothing([OrchestrationTrigger] TaskOrchestrationContext context) =>
        context.GetInput<string>() ?? await context.CallActivityAsync<string?>(nameof(Reverse));
}
