using NCrontab;

namespace Dfm.LocalHost.Timers;

/// <summary>An NCRONTAB expression in UTC: six fields, or five, which then begin with the minutes.</summary>
internal sealed class TimerSchedule(string expression)
{
    private readonly CrontabSchedule crontab =
        CrontabSchedule.TryParse(expression, new() { IncludingSeconds = expression.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length != 5 })
        // Azure honours an interval, too, but on an App Service plan alone.
        ?? throw new FormatException($"the schedule '{expression}' is not an NCRONTAB expression.");

    /// <summary>The first occurrence after <paramref name="moment"/>; the end of time when there is none.</summary>
    public DateTime NextAfter(DateTime moment) => crontab.GetNextOccurrence(moment);

    /// <summary>Whether the two occurrences after <paramref name="moment"/> are less than a minute apart.</summary>
    public bool IsOftenerThanAMinute(DateTime moment)
    {
        var next = NextAfter(moment);
        return NextAfter(next) - next < TimeSpan.FromMinutes(1);
    }
}
