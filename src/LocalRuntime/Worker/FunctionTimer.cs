using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Dfm.LocalRuntime.Worker;

/// <summary>Runs one timer function at its occurrences, one run after the other.</summary>
internal sealed partial class FunctionTimer
{
    // A timer waits for at most 49 days; nobody notices that a longer wait is made of days.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private readonly IFunctionRunner runner;
    private readonly FunctionDescriptor function;
    private readonly string expression;
    private readonly TimerSchedule schedule;
    private readonly TimerMonitor? monitor;
    private readonly TimeProvider time;
    private readonly ILogger log;
    private ScheduleStatus status = new();

    public FunctionTimer(
        IFunctionRunner runner, FunctionDescriptor function, string expression, TimerMonitor? monitor, TimeProvider time, ILogger log)
    {
        this.runner = runner;
        this.function = function;
        this.expression = expression;
        this.time = time;
        this.log = log;
        schedule = TimerSchedule.Parse(expression);
        this.monitor = schedule.IsOftenerThanAMinute(Now) ? null : monitor;
    }

    /// <summary>Reads what is remembered; from then on the occurrences count.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (monitor is not null && await monitor.ReadAsync(function.Name, expression, cancellationToken) is { } remembered)
        {
            status = remembered;
            return;
        }

        status = new ScheduleStatus { Next = schedule.NextAfter(Now), LastUpdated = Now };
        if (monitor is not null)
            await monitor.WriteAsync(function.Name, expression, status, cancellationToken);
    }

    /// <summary>Runs the function at its occurrences until <paramref name="stopping"/>; a run that has begun is finished.</summary>
    /// <param name="stopping">Signalled when no further run shall begin.</param>
    /// <param name="aborting">Signalled when a run shall give up; handed to the function.</param>
    public async Task RunAsync(CancellationToken stopping, CancellationToken aborting)
    {
        var isPastDue = monitor is not null && status.Next <= Now;
        if (isPastDue || ((TimerTriggerAttribute)function.Trigger).RunOnStartup)
            await FireAsync(Now, isPastDue, aborting);
        // What came due during a run, however often, is run once, at once. A clock that fires early must not fire twice.
        while (await WaitUntilAsync(status.Next, stopping))
            await FireAsync(status.Next > Now ? status.Next : Now, isPastDue: false, aborting);
    }

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>False when the application stops before.</summary>
    private async Task<bool> WaitUntilAsync(DateTime due, CancellationToken stopping)
    {
        try
        {
            while (due - Now is var wait && wait > TimeSpan.Zero)
                await Task.Delay(wait < LongestWait ? wait : LongestWait, time, stopping);
            return !stopping.IsCancellationRequested;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task FireAsync(DateTime begun, bool isPastDue, CancellationToken aborting)
    {
        try
        {
            var seen = monitor is null ? null : status;
            await runner.RunAsync(function, new TimerInfo { IsPastDue = isPastDue, ScheduleStatus = seen }, aborting);
        }
        catch (Exception failure)
        {
            LogFailure(log, failure, function.Name);
        }

        status = new ScheduleStatus { Last = begun, Next = schedule.NextAfter(begun), LastUpdated = begun };
        if (monitor is not null)
            await RememberAsync(monitor, aborting);
    }

    private async Task RememberAsync(TimerMonitor memory, CancellationToken aborting)
    {
        try
        {
            await memory.WriteAsync(function.Name, expression, status, aborting);
        }
        catch (Exception failure) when (failure is Azure.RequestFailedException or OperationCanceledException)
        {
            LogNotRemembered(log, failure, function.Name);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Function {Function} failed.")]
    private static partial void LogFailure(ILogger log, Exception failure, string function);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The run of {Function} could not be remembered; it may be made up for once more.")]
    private static partial void LogNotRemembered(ILogger log, Exception failure, string function);
}
