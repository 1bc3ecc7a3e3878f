using System.Collections.Concurrent;
using Dfm.Testing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.LocalRuntime.Tests.Worker;

/// <summary>Timer functions under a clock that the test moves.</summary>
public sealed class TimerTests(AzuriteFixture azurite)
{
    private static readonly DateTime Start = new(2026, 3, 2, 7, 59, 0, DateTimeKind.Utc);

    private readonly TimerClock clock = new(new DateTimeOffset(Start));
    private readonly StorageAccount account = azurite.NewAccount();
    private readonly Runs runs = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [Documented(WorkerPages.TimerAttributes)]
    public async Task Timer_RunsAtItsOccurrences_FromTheSettingItNames()
    {
        await using var app = await StartAsync(typeof(Unmonitored), "0 0 8 * * *");

        await clock.AdvanceWhenAwaitedAsync(TimeSpan.FromSeconds(59));
        Assert.Equal(0, runs.Begun);
        clock.Advance(TimeSpan.FromSeconds(1));
        await runs.CountAsync(1);
        await clock.AdvanceWhenAwaitedAsync(TimeSpan.FromHours(24));
        await runs.CountAsync(2);

        Assert.Equal([Start.AddMinutes(1), Start.AddMinutes(1).AddDays(1)], runs.Moments);
    }

    [Fact]
    public async Task Timer_ThatWaitsForDays_RunsAtItsOccurrence()
    {
        await using var app = await StartAsync(typeof(Unmonitored), "0 0 8 5 3 *");

        for (var day = 0; day < 3; day++) await clock.AdvanceWhenAwaitedAsync(TimeSpan.FromDays(1));
        await clock.AwaitedAsync();
        Assert.Equal(0, runs.Begun);
        clock.Advance(TimeSpan.FromMinutes(1));
        await runs.CountAsync(1);
    }

    [Fact]
    [Documented(WorkerPages.TimerUsage)]
    public async Task UnmonitoredTimer_HasNoScheduleStatus_AndIsNeverPastDue()
    {
        await using var app = await StartAsync(typeof(Unmonitored), "0 0 8 * * *");

        await clock.AdvanceWhenAwaitedAsync(TimeSpan.FromMinutes(1));
        var run = await runs.CountAsync(1);

        Assert.Equal((false, null), (run.IsPastDue, run.ScheduleStatus));
    }

    [Fact]
    [Documented(WorkerPages.TimerAttributes)]
    public async Task RunOnStartup_RunsOnceAtTheStart_AndThenAsScheduled()
    {
        await using var app = await StartAsync(typeof(AtStartup));

        await runs.CountAsync(1);
        await clock.AdvanceWhenAwaitedAsync(TimeSpan.FromMinutes(1));
        var second = await runs.CountAsync(2);

        Assert.Equal([Start, Start.AddMinutes(1)], runs.Moments);
        Assert.False(second.IsPastDue);
    }

    [Fact]
    [Documented(WorkerPages.TimerListener)]
    public async Task Occurrences_DuringARun_AreMadeUpForByOneRun_AtOnceAndNeverBesideIt()
    {
        await using var app = await StartAsync(typeof(Unmonitored), "* * * * * *");
        runs.Gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        await clock.AdvanceWhenAwaitedAsync(TimeSpan.FromSeconds(1));
        await Eventually.HoldsAsync(() => runs.Begun == 1);
        clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(1, runs.Begun);
        runs.Gate.SetResult();
        await runs.CountAsync(2);
        await clock.AdvanceWhenAwaitedAsync(TimeSpan.FromSeconds(1));
        await runs.CountAsync(3);

        Assert.Equal([Start.AddSeconds(1), Start.AddSeconds(31), Start.AddSeconds(32)], runs.Moments);
    }

    [Fact]
    [Documented(WorkerPages.TimerRetries)]
    public async Task FailingRun_IsNotRepeated_AndDoesNotEndTheTimer()
    {
        await using var app = await StartAsync(typeof(Unmonitored), "0 * * * * *");
        runs.Failing = true;

        await clock.AdvanceWhenAwaitedAsync(TimeSpan.FromMinutes(1));
        await runs.CountAsync(1);
        runs.Failing = false;
        await clock.AdvanceWhenAwaitedAsync(TimeSpan.FromMinutes(1));
        await runs.CountAsync(2);

        Assert.Equal([Start.AddMinutes(1), Start.AddMinutes(2)], runs.Moments);
        var failure = Assert.Single(app.Log.Entries, entry => entry.Failure?.Message == "asked to fail");
        Assert.Equal("Function Unmonitored failed.", failure.Text);
    }

    [Fact]
    [Documented(WorkerPages.TimerUsage)]
    public async Task MonitoredTimer_TellsItsLastAndItsNextOccurrence()
    {
        await using var app = await StartAsync(typeof(Monitored), "0 0 * * * *");

        await clock.AdvanceWhenAwaitedAsync(TimeSpan.FromMinutes(1));
        var first = await runs.CountAsync(1);
        await clock.AdvanceWhenAwaitedAsync(TimeSpan.FromHours(1));
        var second = await runs.CountAsync(2);

        Assert.Equal((default, Start.AddMinutes(1)), (first.ScheduleStatus!.Last, first.ScheduleStatus.Next));
        Assert.Equal(
            (Start.AddMinutes(1), Start.AddMinutes(61), Start.AddMinutes(1)),
            (second.ScheduleStatus!.Last, second.ScheduleStatus.Next, second.ScheduleStatus.LastUpdated));
    }

    [Fact]
    [Documented(WorkerPages.TimerAttributes)]
    public async Task OccurrencesMissedWhileStopped_AreMadeUpForOnce_AsPastDue()
    {
        await using (await StartAsync(typeof(Monitored), "0 0 * * * *"))
        {
            await clock.AdvanceWhenAwaitedAsync(TimeSpan.FromMinutes(1));
            await runs.CountAsync(1);
            await clock.AwaitedAsync();
        }

        clock.Advance(TimeSpan.FromHours(3.5));
        await using (await StartAsync(typeof(Monitored), "0 0 * * * *"))
        {
            var late = await runs.CountAsync(2);
            Assert.Equal((true, Start.AddMinutes(61)), (late.IsPastDue, late.ScheduleStatus!.Next));
            await clock.AwaitedAsync();
        }

        await using (await StartAsync(typeof(Monitored), "0 0 * * * *"))
        {
            await clock.AdvanceWhenAwaitedAsync(TimeSpan.FromMinutes(30));
            var next = await runs.CountAsync(3);
            Assert.Equal((false, Start.AddHours(4).AddMinutes(1)), (next.IsPastDue, next.ScheduleStatus!.Next));
        }
    }

    [Fact]
    [Documented(WorkerPages.TimerListener)]
    public async Task PastDueTimer_ThatAlsoRunsOnStartup_RunsOnce()
    {
        await using (await StartAsync(typeof(MonitoredAtStartup)))
        {
            await runs.CountAsync(1);
            await clock.AwaitedAsync();
        }

        clock.Advance(TimeSpan.FromHours(2));
        await using (await StartAsync(typeof(MonitoredAtStartup)))
        {
            await runs.CountAsync(2);
            // Its wait for the next occurrence shows that there is no other run to come.
            await clock.AwaitedAsync();
        }

        Assert.Equal([false, true], runs.Seen.Select(run => run.IsPastDue));
    }

    [Fact]
    [Documented(WorkerPages.TimerListener)]
    public async Task ChangedSchedule_MissesNothing_AndBeginsAnew()
    {
        await using (await StartAsync(typeof(Monitored), "0 0 * * * *"))
        {
            await clock.AdvanceWhenAwaitedAsync(TimeSpan.FromMinutes(1));
            await runs.CountAsync(1);
            await clock.AwaitedAsync();
        }

        clock.Advance(TimeSpan.FromHours(2));
        await using (await StartAsync(typeof(Monitored), "0 30 * * * *"))
        {
            await clock.AdvanceWhenAwaitedAsync(TimeSpan.FromMinutes(30));
            var run = await runs.CountAsync(2);
            Assert.Equal((false, default), (run.IsPastDue, run.ScheduleStatus!.Last));
        }
    }

    [Fact]
    [Documented(WorkerPages.TimerAttributes)]
    public async Task TimerOftenerThanAMinute_IsNotMonitored()
    {
        await using (await StartAsync(typeof(Monitored), "*/30 * * * * *"))
        {
            await clock.AdvanceWhenAwaitedAsync(TimeSpan.FromSeconds(30));
            Assert.Null((await runs.CountAsync(1)).ScheduleStatus);
            await clock.AwaitedAsync();
        }

        clock.Advance(TimeSpan.FromHours(1));
        await using (await StartAsync(typeof(Monitored), "*/30 * * * * *"))
        {
            await clock.AdvanceWhenAwaitedAsync(TimeSpan.FromSeconds(30));
            Assert.False((await runs.CountAsync(2)).IsPastDue);
        }
    }

    [Fact]
    [Documented(WorkerPages.Disable)]
    public async Task DisabledTimer_DoesNotRun()
    {
        await using var app = await TestApp.StartAsync(
            typeof(AtStartup), account, Configure, new Dictionary<string, string> { ["AzureWebJobs.AtStartup.Disabled"] = "true" });

        // No timer at all: nobody waits for the clock.
        Assert.DoesNotContain(app.Services.GetServices<Microsoft.Extensions.Hosting.IHostedService>(), service =>
            service.GetType().Name == "TimerListener");
        Assert.Equal(0, runs.Begun);
    }

    private Task<TestApp> StartAsync(Type functions, string schedule = "") =>
        TestApp.StartAsync(functions, account, Configure, new Dictionary<string, string> { ["Schedule"] = schedule });

    private void Configure(Microsoft.Azure.Functions.Worker.Builder.FunctionsApplicationBuilder builder) =>
        builder.Services.AddSingleton<TimeProvider>(clock).AddSingleton(runs);

    public sealed class Runs
    {
        private int begun;

        public ConcurrentQueue<TimerInfo> Seen { get; } = new();

        public ConcurrentQueue<DateTime> Moments { get; } = new();

        public int Begun => Volatile.Read(ref begun);

        public TaskCompletionSource? Gate { get; set; }

        public bool Failing { get; set; }

        /// <summary>Waits until so many have run, and gives the last.</summary>
        public async Task<TimerInfo> CountAsync(int count)
        {
            await Eventually.HoldsAsync(() => Seen.Count >= count);
            Assert.Equal(count, Seen.Count);
            return Seen.Last();
        }

        public async Task AddAsync(TimerInfo run, TimeProvider time)
        {
            Moments.Enqueue(time.GetUtcNow().UtcDateTime);
            Interlocked.Increment(ref begun);
            if (Gate is not null) await Gate.Task.WaitAsync(Token);
            Seen.Enqueue(run);
            if (Failing) throw new InvalidOperationException("asked to fail");
        }
    }

    public sealed class Unmonitored(Runs runs, TimeProvider time)
    {
        [Function("Unmonitored")]
        public Task Run([TimerTrigger("%Schedule%", UseMonitor = false)] TimerInfo timer) => runs.AddAsync(timer, time);
    }

    public sealed class AtStartup(Runs runs, TimeProvider time)
    {
        [Function("AtStartup")]
        public Task Run([TimerTrigger("0 0 8 * * *", UseMonitor = false, RunOnStartup = true)] TimerInfo timer) =>
            runs.AddAsync(timer, time);
    }

    public sealed class Monitored(Runs runs, TimeProvider time)
    {
        [Function("Monitored")]
        public Task Run([TimerTrigger("%Schedule%")] TimerInfo timer) => runs.AddAsync(timer, time);
    }

    public sealed class MonitoredAtStartup(Runs runs, TimeProvider time)
    {
        [Function("MonitoredAtStartup")]
        public Task Run([TimerTrigger("0 0 * * * *", RunOnStartup = true)] TimerInfo timer) => runs.AddAsync(timer, time);
    }
}
