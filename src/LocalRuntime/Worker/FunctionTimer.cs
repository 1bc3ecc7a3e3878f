using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using NCrontab;

namespace Dfm.LocalRuntime.Worker;

/// <summary>Runs one timer function at its occurrences, one run after the other.</summary>
internal sealed partial class FunctionTimer
{
    // A timer waits for at most 49 days; nobody notices that a longer wait is made of days.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private readonly IFunctionRunner runner;
    private readonly FunctionDescriptor function;
    private readonly string expression;
    private readonly CrontabSchedule schedule;
    private readonly TimerMonitor? monitor;
    private readonly TimeProvider time;
    private readonly ILogger log;
    private ScheduleStatus? status;

    public FunctionTimer(
        IFunctionRunner runner, FunctionDescriptor function, string expression, TimerMonitor? monitor, TimeProvider time, ILogger log)
    {
        this.runner = runner;
        this.function = function;
        this.expression = expression;
        this.time = time;
        this.log = log;
        schedule = CrontabSchedule.TryParse(expression, new CrontabSchedule.ParseOptions { IncludingSeconds = true })
            ?? throw new InvalidOperationException(
                $"Function '{function.Name}': the schedule '{expression}' is not an NCRONTAB expression of six fields.");
        this.monitor = IsOftenerThanAMinute() ? null : monitor;
    }

    /// <summary>Reads what is remembered; from then on the occurrences count.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (monitor is null)
            return;
        status = await monitor.ReadAsync(function.Name, expression, cancellationToken);
        if (status is not null)
            return;
        status = new ScheduleStatus { Next = schedule.GetNextOccurrence(Now), LastUpdated = Now };
        await monitor.WriteAsync(function.Name, expression, status, cancellationToken);
    }

    /// <summary>Runs the function at its occurrences until <paramref name="stopping"/>; a run that has begun is finished.</summary>
    /// <param name="stopping">Signalled when no further run shall begin.</param>
    /// <param name="aborting">Signalled when a run shall give up; handed to the function.</param>
    public async Task RunAsync(CancellationToken stopping, CancellationToken aborting)
    {
        var isPastDue = status is not null && status.Next <= Now;
        if (isPastDue || ((TimerTriggerAttribute)function.Trigger).RunOnStartup)
            await FireAsync(isPastDue, aborting);
        var after = Now;
        while (true)
        {
            var due = schedule.GetNextOccurrence(after);
            if (!await WaitUntilAsync(due, stopping))
                return;
            await FireAsync(isPastDue: false, aborting);
            // Occurrences that passed during the run are left out. A clock that fires early must not fire twice.
            after = due > Now ? due : Now;
        }
    }

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    private bool IsOftenerThanAMinute()
    {
        var first = schedule.GetNextOccurrence(Now);
        return schedule.GetNextOccurrence(first) - first < TimeSpan.FromMinutes(1);
    }

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

    private async Task FireAsync(bool isPastDue, CancellationToken aborting)
    {
        var begun = Now;
        try
        {
            await runner.RunAsync(function, new TimerInfo { IsPastDue = isPastDue, ScheduleStatus = status }, aborting);
        }
        catch (Exception failure)
        {
            LogFailure(log, failure, function.Name);
        }

        if (monitor is null)
            return;
        status = new ScheduleStatus { Last = begun, Next = schedule.GetNextOccurrence(Now), LastUpdated = Now };
        try
        {
            await monitor.WriteAsync(function.Name, expression, status, aborting);
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
