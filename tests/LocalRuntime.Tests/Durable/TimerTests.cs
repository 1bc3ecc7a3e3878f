using Dfm.Testing;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Time.Testing;

namespace Dfm.LocalRuntime.Tests.Durable;

/// <summary>Durable timers, on a clock that the test moves.</summary>
public sealed class TimerTests(AzuriteFixture azurite)
{
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.Zero));

    private TestHub Hub(TestFunctions functions, bool replaysAlways = false) => new(azurite, functions)
    {
        Time = clock,
        Options = new() { HubName = "TestHub", ReplaysAlways = replaysAlways },
    };

    [Theory, InlineData(false), InlineData(true)]
    public async Task Timers_OverDays_FireInARow(bool replaysAlways)
    {
        var functions = new TestFunctions().Orchestrator("Days", async context =>
        {
            for (var day = 1; day <= 5; day++)
            {
                context.SetCustomStatus($"day {day}");
                await context.CreateTimer(TimeSpan.FromDays(1), CancellationToken.None);
            }

            return context.CurrentUtcDateTime;
        });
        await using var hub = await Hub(functions, replaysAlways).StartAsync();

        var id = await hub.ScheduleAsync("Days");
        for (var day = 1; day <= 5; day++)
        {
            await hub.ReachesAsync(id, $"day {day}");
            clock.Advance(TimeSpan.FromDays(1));
        }

        Assert.Equal(new DateTime(2026, 3, 7, 8, 0, 0, DateTimeKind.Utc), (await hub.EndAsync(id)).ReadOutputAs<DateTime>());
    }

    [Fact]
    public async Task Timer_BeyondTheLifeOfTheProcess_FiresInTheNext()
    {
        var functions = new TestFunctions().Orchestrator("Long", async context =>
        {
            context.SetCustomStatus("waiting");
            await context.CreateTimer(new DateTime(2026, 9, 1, 0, 0, 0, DateTimeKind.Utc), CancellationToken.None);
            return "done";
        });
        await using var hub = await Hub(functions).StartAsync();
        var id = await hub.ScheduleAsync("Long");
        await hub.ReachesAsync(id, "waiting");

        await hub.CrashAndStartAsync();
        await hub.Engine.Recovered;
        clock.Advance(TimeSpan.FromDays(100));
        await hub.CrashAndStartAsync();
        await hub.Engine.Recovered;
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await hub.GetAsync(id)).RuntimeStatus);
        clock.Advance(TimeSpan.FromDays(100));

        Assert.Equal("done", (await hub.EndAsync(id)).ReadOutputAs<string>());
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task RetryPolicy_TriesAgain_WithGrowingPauses(bool replaysAlways)
    {
        var times = new List<TimeSpan>();
        var start = clock.GetUtcNow();
        var functions = new TestFunctions()
            .Activity<int, string>("Flaky", _ =>
            {
                times.Add(clock.GetUtcNow() - start);
                return times.Count < 4 ? throw new TimeoutException("busy") : "done";
            })
            .Orchestrator("Retry", async context => await context.CallActivityAsync<string>(
                "Flaky", 1, TaskOptions.FromRetryPolicy(new RetryPolicy(5, TimeSpan.FromMinutes(1), 3, TimeSpan.FromMinutes(5)))));
        await using var hub = await Hub(functions, replaysAlways).StartAsync();

        var id = await hub.ScheduleAsync("Retry");
        var end = hub.EndAsync(id);
        while (!end.IsCompleted)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
            if (await hub.IsWaitingForATimerAsync(id)) clock.Advance(TimeSpan.FromSeconds(10));
        }

        Assert.Equal("done", (await end).ReadOutputAs<string>());
        var pauses = times.Zip(times.Skip(1), (one, next) => (int)(next - one).TotalSeconds).ToList();
        // One minute, three, then nine that the limit makes five; the clock goes on by ten seconds.
        Assert.Equal(3, pauses.Count);
        Assert.InRange(pauses[0], 60, 80);
        Assert.InRange(pauses[1], 180, 200);
        Assert.InRange(pauses[2], 300, 320);
    }

    [Fact]
    public async Task StartAt_StartsThen_EvenAfterARestart()
    {
        var functions = new TestFunctions().Orchestrator("Later", context => Task.FromResult<object?>(context.CurrentUtcDateTime));
        await using var hub = await Hub(functions).StartAsync();
        var at = clock.GetUtcNow().AddDays(2);
        await hub.Client.ScheduleNewOrchestrationInstanceAsync(
            "Later", null, new StartOrchestrationOptions("later", at), TestContext.Current.CancellationToken);
        await hub.CrashAndStartAsync();
        await hub.Engine.Recovered;
        Assert.Equal(OrchestrationRuntimeStatus.Pending, (await hub.GetAsync("later")).RuntimeStatus);

        clock.Advance(TimeSpan.FromDays(2));

        Assert.Equal(at.UtcDateTime, (await hub.EndAsync("later")).ReadOutputAs<DateTime>());
    }

    [Fact]
    public async Task TenThousandWaitingInstances_FireInTheOrderOfTheirTimes_AndNoneIsForgotten()
    {
        var fired = new List<string>();
        using var wakeUps = new Dfm.LocalRuntime.Durable.WakeUps(clock, fired.Add);
        var start = clock.GetUtcNow().UtcDateTime;
        for (var n = 0; n < 10_000; n++)
        {
            wakeUps.Set($"i{n}", start.AddDays(90));
            wakeUps.Set($"i{n}", start.AddMinutes(n));
        }

        wakeUps.Set("i7", null);
        for (var day = 0; day < 7; day++) clock.Advance(TimeSpan.FromDays(1));

        Assert.Equal(9_999, fired.Count);
        Assert.Equal(Enumerable.Range(0, 10_000).Where(n => n != 7).Select(n => $"i{n}"), fired);
    }
}
