using Microsoft.DurableTask.Client;

namespace Dfm.LocalRuntime.Tests.Durable.Behaviours;

/// <summary>Durable timers and waiting with a limit.</summary>
public abstract class TimerBehaviours(StartHub start) : Behaviour(start)
{
    // Azure's timers know whole seconds: they may fire up to a second early, and a shorter one at once.
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Early = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Long = TimeSpan.FromDays(30);

    [Fact, Documented(DurablePages.Timers)]
    public async Task Timer_FiresWhenItIsDue()
    {
        var functions = new HubFunctions().Orchestrator("Timer", async context =>
        {
            var due = context.CurrentUtcDateTime + Short;
            await context.CreateTimer(due, CancellationToken.None);
            return context.CurrentUtcDateTime >= due - Early;
        });

        Assert.True((await RunAsync(functions, "Timer")).ReadOutputAs<bool>());
    }

    [Fact, Documented(DurablePages.Timers)]
    public async Task Timers_FireInTheOrderOfTheirTimes()
    {
        var functions = new HubFunctions().Orchestrator("Timers", async context =>
        {
            var later = context.CreateTimer(2 * Short, CancellationToken.None);
            var sooner = context.CreateTimer(Short, CancellationToken.None);
            var winner = await Task.WhenAny(later, sooner);
            await Task.WhenAll(later, sooner);
            return winner == sooner;
        });

        Assert.True((await RunAsync(functions, "Timers")).ReadOutputAs<bool>());
    }

    [Theory, InlineData(0), InlineData(-3600), Documented(DurablePages.Timers)]
    public async Task TimerInThePast_FiresAtOnce(int seconds)
    {
        var functions = new HubFunctions().Orchestrator("Past", async context =>
        {
            await context.CreateTimer(context.CurrentUtcDateTime.AddSeconds(seconds), CancellationToken.None);
            return "fired";
        });

        Assert.Equal("fired", (await RunAsync(functions, "Past")).ReadOutputAs<string>());
    }

    [Fact, Documented(DurablePages.FunctionTimeouts)]
    public async Task Race_WonByTheEvent_LeavesTheCancelledTimerBehind()
    {
        var functions = new HubFunctions().Orchestrator("Race", async context =>
        {
            using var cancellation = new CancellationTokenSource();
            var timer = context.CreateTimer(Long, cancellation.Token);
            var planned = context.WaitForExternalEvent<string>("Planned");
            context.SetCustomStatus("racing");
            if (await Task.WhenAny(timer, planned) == timer) return "late";
            Cancel(cancellation);
            return $"{planned.Result} {timer.IsCanceled}";
        });
        await using var hub = await StartAsync(functions);

        var id = await ScheduleAsync(hub, "Race");
        await ReachesAsync(hub, id, "racing");
        await RaiseAsync(hub, id, "Planned", "Monday");

        Assert.Equal("Monday True", (await EndAsync(hub, id)).ReadOutputAs<string>());
    }

    [Fact, Documented(DurablePages.FunctionTimeouts)]
    public async Task Race_WonByTheTimer_LeavesTheEventToTheNextWaiter()
    {
        var functions = new HubFunctions().Orchestrator("Race", async context =>
        {
            var planned = context.WaitForExternalEvent<string>("Planned");
            var timer = context.CreateTimer(Short, CancellationToken.None);
            if (await Task.WhenAny(timer, planned) == planned) return "early";
            context.SetCustomStatus("late");
            return await planned;
        });
        await using var hub = await StartAsync(functions);

        var id = await ScheduleAsync(hub, "Race");
        await ReachesAsync(hub, id, "late");
        await RaiseAsync(hub, id, "Planned", "Monday");

        Assert.Equal("Monday", (await EndAsync(hub, id)).ReadOutputAs<string>());
    }

    [Fact, Documented(DurablePages.FunctionTimeouts)]
    public async Task TimerThatIsNotCancelled_HoldsTheOrchestrationOpenUntilItFires()
    {
        var functions = new HubFunctions()
            .Activity<int, int>("Step", n => n)
            .Orchestrator<bool>("Forgotten", async (context, fails) =>
            {
                _ = context.CreateTimer(2 * Short, CancellationToken.None);
                context.SetCustomStatus("calling");
                var answer = await context.CallActivityAsync<int>("Step", 7);
                context.SetCustomStatus("returning");
                return fails ? throw new TimeoutException("late") : answer;
            });
        await using var hub = await StartAsync(functions);

        var completing = await ScheduleAsync(hub, "Forgotten", false);
        var failing = await ScheduleAsync(hub, "Forgotten", true);
        await ReachesAsync(hub, completing, "returning");
        await ReachesAsync(hub, failing, "returning");

        Assert.Equal(OrchestrationRuntimeStatus.Running, (await GetAsync(hub, completing)).RuntimeStatus);
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await GetAsync(hub, failing)).RuntimeStatus);
        Assert.Equal(7, (await EndAsync(hub, completing)).ReadOutputAs<int>());
        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await EndAsync(hub, failing)).RuntimeStatus);
    }

    [Fact, Documented(DurablePages.FunctionTimeouts)]
    public async Task ActivityThatIsNotAwaited_HoldsTheOrchestrationOpenUntilItEnds()
    {
        var release = new TaskCompletionSource();
        var functions = new HubFunctions()
            .ActivityAsync<int, int>("Slow", async n =>
            {
                await release.Task;
                return n;
            })
            .Orchestrator("Forgotten", context =>
            {
                context.SetCustomStatus("returning");
                _ = context.CallActivityAsync<int>("Slow", 1);
                return Task.FromResult<object?>("returned");
            });
        await using var hub = await StartAsync(functions);

        var id = await ScheduleAsync(hub, "Forgotten");
        await ReachesAsync(hub, id, "returning");
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await GetAsync(hub, id)).RuntimeStatus);
        release.SetResult();

        Assert.Equal("returned", (await EndAsync(hub, id)).ReadOutputAs<string>());
    }

    [Fact, Documented(DurablePages.Timers)]
    public async Task TimerOfACancelledToken_ThrowsTaskCanceled()
    {
        var functions = new HubFunctions().Orchestrator("Cancelled", async context =>
        {
            using var cancellation = new CancellationTokenSource();
            Cancel(cancellation);
            try
            {
                await context.CreateTimer(TimeSpan.FromHours(1), cancellation.Token);
                return "fired";
            }
            catch (TaskCanceledException)
            {
                return "cancelled";
            }
        });

        Assert.Equal("cancelled", (await RunAsync(functions, "Cancelled")).ReadOutputAs<string>());
    }

    [Fact, Documented(DurablePages.ExternalEvents)]
    public async Task EventWithTimeout_ThrowsTaskCanceled_WhenTheTimeIsUp()
    {
        var functions = new HubFunctions().Orchestrator("Timeout", async context =>
        {
            try
            {
                await context.WaitForExternalEvent<string>("Answer", Short);
                return "not thrown";
            }
            catch (TaskCanceledException)
            {
                context.SetCustomStatus("second");
            }

            return await context.WaitForExternalEvent<string>("Answer", Long);
        });
        await using var hub = await StartAsync(functions);

        var id = await ScheduleAsync(hub, "Timeout");
        await ReachesAsync(hub, id, "second");
        await RaiseAsync(hub, id, "Answer", "yes");

        Assert.Equal("yes", (await EndAsync(hub, id)).ReadOutputAs<string>());
    }

    [Fact, Documented(DurablePages.ExternalEvents)]
    public async Task EventWithTimeout_ThatIsKept_AnswersAtOnce()
    {
        var functions = new HubFunctions().Orchestrator("Kept", async context =>
        {
            await context.WaitForExternalEvent<object>("Go");
            return await context.WaitForExternalEvent<string>("Answer", Long);
        });
        await using var hub = await StartAsync(functions);

        var id = await ScheduleAsync(hub, "Kept");
        await RaiseAsync(hub, id, "Answer", "yes");
        await RaiseAsync(hub, id, "Go");

        Assert.Equal("yes", (await EndAsync(hub, id)).ReadOutputAs<string>());
    }
}
