using System.Collections.Concurrent;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Dfm.LocalRuntime.Tests.Durable.Behaviours;

/// <summary>
/// The code runs again, and has to ask for the same. Shown where every turn is replayed, as in Azure; an orchestration that stays in memory
/// is replayed after the next start.
/// </summary>
public abstract class DeterminismBehaviours(StartHub start) : Behaviour(start)
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact, Documented(DurablePages.Reliability)]
    public async Task IsReplaying_TellsWhatHasHappenedBefore()
    {
        var seen = new ConcurrentQueue<string>();
        var functions = new HubFunctions()
            .Activity<int, int>("Double", n => 2 * n)
            .Orchestrator("Twice", async context =>
            {
                seen.Enqueue($"start {context.IsReplaying}");
                var once = await context.CallActivityAsync<int>("Double", 1);
                seen.Enqueue($"once {context.IsReplaying}");
                var twice = await context.CallActivityAsync<int>("Double", once);
                seen.Enqueue($"twice {context.IsReplaying}");
                return twice;
            });

        Assert.Equal(4, (await RunAsync(functions, "Twice")).ReadOutputAs<int>());

        Assert.Equal(["start False", "start True", "once False", "start True", "once True", "twice False"], seen);
    }

    [Theory, Documented(DurablePages.CodeConstraints)]
    [InlineData("other activity", "'First'")]
    [InlineData("timer in place of activity", "'First'")]
    [InlineData("sub-orchestration in place of activity", "'First'")]
    [InlineData("nothing in place of activity", "'First'")]
    [InlineData("event in place of activity", "'First'")]
    [InlineData("activity in place of timer", "timer")]
    [InlineData("activity in place of sub-orchestration", "'Child'")]
    [InlineData("other sub-orchestration", "'Child'")]
    [InlineData("other order", "'First'")]
    public async Task CodeThatAsksForSomethingElse_FailsTheOrchestration_AndNamesTheStep(string change, string named)
    {
        var ended = await RunChangedAsync(change);

        Assert.Equal(OrchestrationRuntimeStatus.Failed, ended.RuntimeStatus);
        Assert.Contains("NonDeterministicOrchestrationException", ended.SerializedOutput, StringComparison.Ordinal);
        Assert.Contains(named, ended.SerializedOutput, StringComparison.Ordinal);
    }

    [Theory, Documented(DurablePages.CodeConstraints)]
    [InlineData("other input")]
    [InlineData("other due time")]
    [InlineData("other case")]
    [InlineData("more at the end")]
    public async Task ChangeThatTheHistoryDoesNotTell_IsNotFound(string change) =>
        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await RunChangedAsync(change)).RuntimeStatus);

    private async Task<OrchestrationMetadata> RunChangedAsync(string change)
    {
        var runs = 0;
        var functions = new HubFunctions()
            .Activity<int, int>("First", n => n)
            .Activity<int, int>("Second", n => n)
            .Orchestrator("Child", _ => Task.FromResult<object?>(null))
            .Orchestrator("Other", _ => Task.FromResult<object?>(null))
            .Orchestrator("Changes", async context =>
            {
                var changed = Interlocked.Increment(ref runs) > 1;
                using var cancellation = new CancellationTokenSource();
                var tasks = Ask(context, change, changed, cancellation.Token).ToList();
                context.SetCustomStatus("asked");
                await context.WaitForExternalEvent<object>("Go");
                Cancel(cancellation);
                if (change == "more at the end") await context.CallActivityAsync<int>("Second", 2);
                await Task.WhenAll(tasks.Where(task => !task.IsCanceled));
                return null;
            });
        await using var hub = await StartAsync(functions);
        var id = await ScheduleAsync(hub, "Changes");
        await BecomesAsync(
            hub, id, instance => instance is { IsCompleted: true } or { SerializedCustomStatus: "\"asked\"" }, "the end of its first turn");
        // Whatever was asked for may have been answered already, and the change been found.
        await Record.ExceptionAsync(() => RaiseAsync(hub, id, "Go"));
        return await EndAsync(hub, id);
    }

    private static IEnumerable<Task> Ask(TaskOrchestrationContext context, string change, bool changed, CancellationToken cancellation)
    {
        Task First(int n = 1) => context.CallActivityAsync<int>("First", n);
        Task Second() => context.CallActivityAsync<int>("Second", 2);
        Task Timer(int hours = 1) => context.CreateTimer(hours * Hour, cancellation);
        Task Child(string name = "Child") => context.CallSubOrchestratorAsync(name);

        switch (change)
        {
            case "other activity":
                yield return changed ? Second() : First();
                break;
            case "timer in place of activity":
                yield return changed ? Timer() : First();
                break;
            case "sub-orchestration in place of activity":
                yield return changed ? Child() : First();
                break;
            case "nothing in place of activity":
                if (!changed) yield return First();
                break;
            case "event in place of activity":
                if (changed) context.SendEvent("nobody", "Event", "x");
                else yield return First();
                break;
            case "activity in place of timer":
                yield return changed ? First() : Timer();
                break;
            case "activity in place of sub-orchestration":
                yield return changed ? First() : Child();
                break;
            case "other sub-orchestration":
                yield return Child(changed ? "Other" : "Child");
                break;
            case "other order":
                yield return changed ? Second() : First();
                yield return changed ? First() : Second();
                break;
            case "other input":
                yield return First(changed ? 2 : 1);
                break;
            case "other due time":
                yield return Timer(changed ? 2 : 1);
                break;
            case "other case":
                yield return context.CallActivityAsync<int>(changed ? "FIRST" : "First", 1);
                break;
            default:
                yield return First();
                break;
        }
    }
}
