using System.Text.Json;
using Azure;
using Microsoft.Extensions.Logging;

namespace Dfm.LocalHost.Timers;

/// <summary>Runs one timer function at its occurrences, one run after the other.</summary>
/// <param name="run">Runs the function with the data of its trigger, as JSON; a failure is its own business.</param>
/// <param name="name">The function.</param>
/// <param name="expression">Its schedule.</param>
/// <param name="onStartup">Whether it also runs at once.</param>
/// <param name="monitor">Remembers the runs; null for a timer that is not monitored. One oftener than a minute never is.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Where what could not be remembered is told.</param>
internal sealed partial class FunctionTimer(
    Func<string, CancellationToken, Task> run, string name, string expression, bool onStartup, TimerMonitor? monitor, TimeProvider time, ILogger log)
{
    // A timer waits for at most 49 days: longer waits are made of days.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private readonly TimerSchedule schedule = new(expression);
    private TimerStatus status = new(default, default, default);
    private TimerMonitor? memory;

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>Reads what is remembered; from then on the occurrences count.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        memory = schedule.IsOftenerThanAMinute(Now) ? null : monitor;
        var remembered = memory is null ? null : await memory.ReadAsync(name, expression, cancellationToken);
        status = remembered ?? new(default, schedule.NextAfter(Now), Now);
        if (memory is not null && remembered is null) await memory.WriteAsync(name, expression, status, cancellationToken);
    }

    /// <summary>Runs the function at its occurrences; a run that has begun is finished.</summary>
    /// <param name="stopping">Signalled when no further run shall begin.</param>
    /// <param name="aborting">Signalled when a run shall give up; handed to the function.</param>
    public async Task RunAsync(CancellationToken stopping, CancellationToken aborting)
    {
        var isPastDue = memory is not null && status.Next <= Now;
        if (isPastDue || onStartup) await FireAsync(Now, isPastDue, aborting);
        while (!stopping.IsCancellationRequested)
        {
            var wait = status.Next - Now;
            // What came due during a run, however often, is run once, at once.
            if (wait <= TimeSpan.Zero) await FireAsync(Now, isPastDue: false, aborting);
            else await Task.Delay(wait < LongestWait ? wait : LongestWait, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task FireAsync(DateTime begun, bool isPastDue, CancellationToken aborting)
    {
        var info = new { ScheduleStatus = memory is null ? null : status, IsPastDue = isPastDue };
        await run(JsonSerializer.Serialize(info), aborting);
        status = new(begun, schedule.NextAfter(begun), begun);
        try
        {
            if (memory is not null) await memory.WriteAsync(name, expression, status, aborting);
        }
        catch (Exception failure) when (failure is RequestFailedException or OperationCanceledException)
        {
            LogNotRemembered(log, failure, name);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The run of {Function} could not be remembered; it may be made up for once more.")]
    private static partial void LogNotRemembered(ILogger log, Exception failure, string function);
}
