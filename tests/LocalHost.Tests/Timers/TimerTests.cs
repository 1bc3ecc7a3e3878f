using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Dfm.LocalHost.Timers;
using Dfm.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Dfm.LocalHost.Tests.Timers;

/// <summary>When timer functions run, under a clock that the test moves.</summary>
public sealed class TimerTests(AzuriteFixture azurite)
{
    private static readonly DateTime Start = new(2026, 3, 2, 7, 59, 0, DateTimeKind.Utc);

    private readonly Clock clock = new(Start);
    private readonly StorageAccount account = azurite.NewAccount();
    private readonly ConcurrentQueue<(DateTime At, bool IsPastDue, DateTime? Next)> runs = new();
    private Task gate = Task.CompletedTask;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("5-7 * * * * *", "2026-01-02 03:04:06", "2026-01-02 03:04:07")]
    [InlineData("0 10-50/20 * * * *", "2026-01-02 03:10:00", "2026-01-02 03:30:00")]
    [InlineData("0 30 9 * * 1-5", "2026-01-02 09:30:00", "2026-01-05 09:30:00")]
    [InlineData("0 30 9 * january MONDAY", "2026-01-05 09:30:00", "2026-01-12 09:30:00")]
    [InlineData("0 0 0 29 2 Sun", "2032-02-29 00:00:00", "2060-02-29 00:00:00")]
    [InlineData("*/5 * * * *", "2026-01-02 03:05:00", "2026-01-02 03:10:00")]
    public void Schedule_Occurs(string expression, string first, string second)
    {
        var schedule = new TimerSchedule(expression);

        // A Friday.
        Assert.Equal(Moment(first), schedule.NextAfter(Moment("2026-01-02 03:04:05")));
        Assert.Equal(Moment(second), schedule.NextAfter(Moment(first)));
    }

    [Theory]
    [InlineData("daily")]
    [InlineData("0 0 0 * 13 *")]
    [InlineData("00:05:00")]
    public void Text_ThatIsNoSchedule_IsRefused(string expression) =>
        Assert.Contains($"'{expression}' is not", Assert.Throws<FormatException>(() => new TimerSchedule(expression)).Message, StringComparison.Ordinal);

    [Fact]
    public void Schedule_OftenerThanAMinute_IsKnown() =>
        Assert.True(new TimerSchedule("*/30 * * * * *").IsOftenerThanAMinute(Start));

    [Fact]
    public async Task Timer_RunsAtItsOccurrences_AlsoAfterDays()
    {
        await using var timer = await StartAsync("0 0 8 4 * *", isMonitored: false);

        foreach (var wait in new[] { TimeSpan.FromDays(1), TimeSpan.FromDays(1), TimeSpan.FromSeconds(59) }) await clock.AdvanceAsync(wait);
        clock.Advance(TimeSpan.FromSeconds(1));
        await CountAsync(1);

        Assert.Equal((Start.AddDays(2).AddMinutes(1), false, null), runs.Single());
    }

    [Fact]
    public async Task RunOnStartup_RunsOnceAtTheStart_AndThenAsScheduled()
    {
        await using var timer = await StartAsync("0 0 8 * * *", isMonitored: false, onStartup: true);

        await CountAsync(1);
        await clock.AdvanceAsync(TimeSpan.FromMinutes(1));
        await CountAsync(2);

        Assert.Equal([Start, Start.AddMinutes(1)], runs.Select(run => run.At));
    }

    [Fact]
    public async Task Occurrences_DuringARun_AreMadeUpForByOneRun_AtOnce()
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        gate = release.Task;
        await using var timer = await StartAsync("* * * * * *", isMonitored: false);

        await clock.AdvanceAsync(TimeSpan.FromSeconds(1));
        await CountAsync(1);
        clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Single(runs);
        release.SetResult();
        await CountAsync(2);
        await clock.AdvanceAsync(TimeSpan.FromSeconds(1));
        await CountAsync(3);

        Assert.Equal([Start.AddSeconds(1), Start.AddSeconds(31), Start.AddSeconds(32)], runs.Select(run => run.At));
    }

    [Fact]
    public async Task OccurrencesOfAMonitoredTimer_MissedWhileStopped_AreMadeUpForOnce_AsPastDue()
    {
        await using (await StartAsync("0 0 * * * *"))
        {
            await clock.AdvanceAsync(TimeSpan.FromMinutes(1));
            await CountAsync(1);
            await clock.AwaitedAsync();
        }

        clock.Advance(TimeSpan.FromHours(3.5));
        await using (await StartAsync("0 0 * * * *", onStartup: true))
        {
            await CountAsync(2);
            await clock.AwaitedAsync();
        }

        // A changed schedule begins anew.
        clock.Advance(TimeSpan.FromHours(3));
        await using (await StartAsync("0 45 * * * *")) await clock.AwaitedAsync();

        Assert.Equal(
            [(Start.AddMinutes(1), false, Start.AddMinutes(1)), (Start.AddHours(3.5).AddMinutes(1), true, Start.AddMinutes(61))], runs);
    }

    private async Task<Running> StartAsync(string schedule, bool isMonitored = true, bool onStartup = false)
    {
        var monitor = isMonitored ? new TimerMonitor(account.ConnectionString) : null;
        var timer = new FunctionTimer(RunAsync, "Timer", schedule, onStartup, monitor, clock, NullLogger.Instance);
        await timer.PrepareAsync(Token);
        var stopping = new CancellationTokenSource();
        return new(timer.RunAsync(stopping.Token, Token), stopping);
    }

    private async Task RunAsync(string info, CancellationToken cancellationToken)
    {
        var status = JsonDocument.Parse(info).RootElement;
        var next = status.GetProperty("ScheduleStatus") is { ValueKind: JsonValueKind.Object } known ? known.GetProperty("Next").GetDateTime() : (DateTime?)null;
        runs.Enqueue((clock.GetUtcNow().UtcDateTime, status.GetProperty("IsPastDue").GetBoolean(), next));
        await gate.WaitAsync(cancellationToken);
    }

    private Task CountAsync(int count) => Eventually.HoldsAsync(() => runs.Count == count);

    private static DateTime Moment(string text) => DateTime.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>A timer until it is stopped.</summary>
    private sealed record Running(Task Task, CancellationTokenSource Stopping) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Stopping.CancelAsync();
            await Task;
            Stopping.Dispose();
        }
    }

    /// <summary>Moves when a timer waits for it: one that begins to wait afterwards would wait too long.</summary>
    private sealed class Clock(DateTimeOffset start) : FakeTimeProvider(start)
    {
        private int waits;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            Interlocked.Increment(ref waits);
            return timer;
        }

        public Task AwaitedAsync() => Eventually.HoldsAsync(() => Interlocked.Exchange(ref waits, 0) > 0);

        public async Task AdvanceAsync(TimeSpan time)
        {
            await AwaitedAsync();
            Advance(time);
        }
    }
}
