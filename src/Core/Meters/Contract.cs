using Dfm.Core.Calendar;

namespace Dfm.Core.Meters;

/// <summary>A contract, as far as meter readings need it: its calendar of reading dates.</summary>
/// <param name="Number">As shown on its assets.</param>
/// <param name="FirstReading">The first date.</param>
/// <param name="EveryMonths">Months from one date to the next, from 1.</param>
/// <param name="OpenDays">A reading counts for a date from so many days before it.</param>
/// <param name="LateDays">A missing reading is late so many days after the date.</param>
public sealed record Contract(string Number, DateOnly FirstReading, int EveryMonths, int OpenDays = 10, int LateDays = 5)
{
    /// <summary>The date after <paramref name="due"/>, one of the calendar's dates.</summary>
    public DateOnly After(DateOnly due) => Date(IndexOf(due) + 1);

    /// <summary>
    /// The date of the next reading of an asset: the first that its last reading does not count for; of several missed ones the latest.
    /// </summary>
    /// <param name="last">The asset's last reading; null when there is none.</param>
    public DateOnly NextDue(DateTimeOffset? last, DateOnly today)
    {
        var latest = Date(Math.Max(0, IndexOf(today)));
        if (last is not { } read) return latest;
        var next = Date(Math.Max(0, IndexOf(ParisTime.Day(read).AddDays(OpenDays)) + 1));
        return next > latest ? next : latest;
    }

    /// <summary>Whether a reading made then counts for the date <paramref name="due"/>.</summary>
    public bool Counts(DateTimeOffset? read, DateOnly due) => read is { } at && IsOpen(due, ParisTime.Day(at));

    /// <summary>Whether a reading made on <paramref name="day"/> counts for the date <paramref name="due"/>.</summary>
    public bool IsOpen(DateOnly due, DateOnly day) => day >= due.AddDays(-OpenDays);

    /// <summary>Whether a reading that is missing for <paramref name="due"/> is late.</summary>
    public bool IsLate(DateOnly due, DateOnly today) => today >= due.AddDays(LateDays);

    /// <summary>The index of the last date that is not after <paramref name="day"/>; -1 before the first date.</summary>
    private int IndexOf(DateOnly day)
    {
        if (day < FirstReading) return -1;
        var index = (((day.Year - FirstReading.Year) * 12) + day.Month - FirstReading.Month) / EveryMonths;
        return Date(index) <= day ? index : index - 1;
    }

    private DateOnly Date(int index) => FirstReading.AddMonths(index * EveryMonths);
}
