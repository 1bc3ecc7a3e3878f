using System.Collections.Concurrent;
using Dfm.Testing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Dfm.LocalRuntime.Tests.Worker;

/// <summary>Timer functions under a clock that the test moves.</summary>
public sealed class TimerTests(AzuriteFixture azurite)
{
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 3, 2, 7, 59, 0, TimeSpan.Zero));
    private readonly Runs runs = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Timer_RunsAtItsOccurrences_FromTheSettingItNames()
    {
        await using var app = await StartAsync(typeof(Unmonitored), new() { ["Schedule"] = "0 0 8 * * *" });

        time.Advance(TimeSpan.FromSeconds(59));
        Assert.Empty(runs.Seen);
        time.Advance(TimeSpan.FromSeconds(1));
        await Eventually.HoldsAsync(() => runs.Seen.Count == 1);
        Assert.False(runs.Seen.Single().IsPastDue);
        Assert.Null(runs.Seen.Single().ScheduleStatus);

        await AdvanceUntilAsync(TimeSpan.FromHours(1), 2);
        Assert.Equal(new DateTimeOffset(2026, 3, 3, 8, 0, 0, TimeSpan.Zero), time.GetUtcNow());
    }

    [Fact]
    public async Task RunOnStartup_RunsOnceAtTheStart()
    {
        await using var app = await StartAsync(typeof(AtStartup));

        await Eventually.HoldsAsync(() => runs.Seen.Count == 1);
    }

    [Fact]
    public async Task Timer_NeverRunsTwiceAtOnce()
    {
        await using var app = await StartAsync(typeof(Unmonitored), new() { ["Schedule"] = "* * * * * *" });
        runs.Gate = new TaskCompletionSource();

        time.Advance(TimeSpan.FromSeconds(1));
        await Eventually.HoldsAsync(() => runs.Begun == 1);
        time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(1, runs.Begun);
        runs.Gate.SetResult();
        await Eventually.HoldsAsync(() => runs.Seen.Count == 2);
        Assert.True(time.GetUtcNow() < new DateTimeOffset(2026, 3, 2, 7, 59, 40, TimeSpan.Zero));
    }

    [Fact]
    public async Task FailingRun_DoesNotEndTheTimer()
    {
        await using var app = await StartAsync(typeof(Unmonitored), new() { ["Schedule"] = "0 * * * * *" });
        runs.Failing = true;

        await AdvanceUntilAsync(TimeSpan.FromSeconds(30), 1);
        runs.Failing = false;
        await AdvanceUntilAsync(TimeSpan.FromSeconds(30), 2);

        Assert.Single(app.Log.Entries, entry => entry.Failure?.Message == "asked to fail");
    }

    [Fact]
    public async Task UseMonitor_OccurrenceMissedWhileStopped_IsMadeUpForAsPastDue()
    {
        var account = azurite.NewAccount();
        await using (await StartAsync(typeof(Monitored), account: account))
        {
            await AdvanceUntilAsync(TimeSpan.FromMinutes(1), 1);
        }

        time.Advance(TimeSpan.FromMinutes(90));
        await using (await StartAsync(typeof(Monitored), account: account))
        {
            await Eventually.HoldsAsync(() => runs.Seen.Count == 2);
        }

        await using (await StartAsync(typeof(Monitored), account: account))
        {
            time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal([false, true], runs.Seen.Select(run => run.IsPastDue));
        var remembered = runs.Seen.Last().ScheduleStatus!;
        Assert.Equal(new DateTime(2026, 3, 2, 8, 0, 0, DateTimeKind.Utc), remembered.Last);
        Assert.Equal(new DateTime(2026, 3, 2, 9, 0, 0, DateTimeKind.Utc), remembered.Next);
    }

    private Task<TestApp> StartAsync(Type functions, Dictionary<string, string>? settings = null, StorageAccount? account = null) =>
        TestApp.StartAsync(functions, account, builder => builder.Services.AddSingleton<TimeProvider>(time).AddSingleton(runs), settings);

    /// <summary>Moves the clock step by step until the function ran so often; a step waits for what it set off.</summary>
    private async Task AdvanceUntilAsync(TimeSpan step, int count)
    {
        while (runs.Seen.Count < count)
        {
            time.Advance(step);
            await Task.Delay(20, Token);
        }
    }

    public sealed class Runs
    {
        private int begun;

        public ConcurrentQueue<TimerInfo> Seen { get; } = new();

        public int Begun => Volatile.Read(ref begun);

        public TaskCompletionSource? Gate { get; set; }

        public bool Failing { get; set; }

        public async Task AddAsync(TimerInfo run)
        {
            Interlocked.Increment(ref begun);
            if (Gate is not null) await Gate.Task;
            Seen.Enqueue(run);
            if (Failing) throw new InvalidOperationException("asked to fail");
        }
    }

    public sealed class Unmonitored(Runs runs)
    {
        [Function("Unmonitored")]
        public Task Run([TimerTrigger("%Schedule%", UseMonitor = false)] TimerInfo timer) => runs.AddAsync(timer);
    }

    public sealed class AtStartup(Runs runs)
    {
        [Function("AtStartup")]
        public Task Run([TimerTrigger("0 0 8 * * *", UseMonitor = false, RunOnStartup = true)] TimerInfo timer) => runs.AddAsync(timer);
    }

    public sealed class Monitored(Runs runs)
    {
        [Function("Monitored")]
        public Task Run([TimerTrigger("0 0 * * * *")] TimerInfo timer) => runs.AddAsync(timer);
    }
}
