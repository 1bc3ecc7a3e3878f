using System.Globalization;
using NCrontab;

namespace Dfm.LocalHost.Timers;

/// <summary>An NCRONTAB expression in UTC: six fields, or five, which then begin with the minutes.</summary>
internal sealed class TimerSchedule
{
    // Every date that exists comes again within these years; the rarest is a February 29 on a certain weekday.
    private static readonly DateTime First = new(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly DateTime Last = First.AddYears(40);

    private readonly CrontabSchedule crontab;

    private TimerSchedule(CrontabSchedule crontab) => this.crontab = crontab;

    /// <summary>Reads an expression.</summary>
    /// <exception cref="FormatException">It is no such expression, or one that never occurs.</exception>
    public static TimerSchedule Parse(string expression)
    {
        if (TimeSpan.TryParse(expression, CultureInfo.InvariantCulture, out _))
            throw new FormatException($"the schedule '{expression}' is an interval, which Azure honours on an App Service plan alone.");
        var hasSeconds = expression.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length != 5;
        var crontab = CrontabSchedule.TryParse(expression, new CrontabSchedule.ParseOptions { IncludingSeconds = hasSeconds })
            ?? throw new FormatException($"the schedule '{expression}' is not an NCRONTAB expression.");
        return crontab.GetNextOccurrence(First, Last) < Last
            ? new TimerSchedule(crontab)
            : throw new FormatException($"the schedule '{expression}' never occurs.");
    }

    /// <summary>The first occurrence after <paramref name="moment"/>.</summary>
    public DateTime NextAfter(DateTime moment) => crontab.GetNextOccurrence(moment);

    /// <summary>Whether the two occurrences after <paramref name="moment"/> are less than a minute apart.</summary>
    public bool IsOftenerThanAMinute(DateTime moment)
    {
        var next = NextAfter(moment);
        return NextAfter(next) - next < TimeSpan.FromMinutes(1);
    }
}
