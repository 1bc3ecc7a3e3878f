using System.Collections.Concurrent;
using System.Collections.Frozen;
using PublicHoliday;

namespace Dfm.Core.Calendar;

/// <summary>
/// Working time in metropolitan France: Monday to Friday, except public holidays (Code du travail, L3133-1). Clocks change on Sundays, so
/// no working day has a repeated or a missing hour.
/// </summary>
public static class WorkingCalendar
{
    private static readonly ConcurrentDictionary<int, FrozenSet<DateOnly>> Holidays = new();

    /// <summary>Whether <paramref name="day"/> is a working day.</summary>
    public static bool IsWorkingDay(DateOnly day) =>
        day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !IsPublicHoliday(day);

    /// <summary>Whether <paramref name="day"/> is a public holiday in metropolitan France (not Alsace and Moselle's own two).</summary>
    public static bool IsPublicHoliday(DateOnly day) => Holidays.GetOrAdd(day.Year, HolidaysOf).Contains(day);

    /// <summary>
    /// The same time of day in Paris, <paramref name="days"/> working days after the day of <paramref name="from"/> (which need not be a
    /// working day: Monday is one working day after Saturday).
    /// </summary>
    /// <param name="days">Not negative; 0 returns the start.</param>
    /// <returns>The instant, in UTC.</returns>
    public static DateTimeOffset AddWorkingDays(DateTimeOffset from, int days)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(days);
        if (days is 0) return from.ToUniversalTime();
        var (day, time) = Local(from);
        for (; days > 0; days--) day = NextWorkingDay(day);
        return ParisTime.Instant(day, time);
    }

    /// <summary>
    /// The instant at which <paramref name="duration"/> of working time has passed since <paramref name="from"/>. Time outside the hours
    /// does not count. A duration that ends with the day ends at closing time, not the next morning.
    /// </summary>
    /// <param name="duration">Not negative.</param>
    /// <param name="hours">Null for the service desk's hours.</param>
    /// <returns>The instant, in UTC, always within the hours of a working day, bounds included.</returns>
    public static DateTimeOffset AddWorkingTime(DateTimeOffset from, TimeSpan duration, WorkingHours? hours = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(duration, TimeSpan.Zero);
        hours ??= WorkingHours.OfServiceDesk;
        var (day, time) = FirstMoment(from, hours);
        for (var left = hours.Closes - time; duration > left; left = hours.Closes - hours.Opens)
        {
            duration -= left;
            (day, time) = (NextWorkingDay(day), hours.Opens);
        }

        return ParisTime.Instant(day, time.Add(duration));
    }

    private static (DateOnly Day, TimeOnly Time) FirstMoment(DateTimeOffset from, WorkingHours hours)
    {
        var (day, time) = Local(from);
        if (!IsWorkingDay(day) || time > hours.Closes) return (NextWorkingDay(day), hours.Opens);
        return (day, time < hours.Opens ? hours.Opens : time);
    }

    private static DateOnly NextWorkingDay(DateOnly day)
    {
        do day = day.AddDays(1);
        while (!IsWorkingDay(day));
        return day;
    }

    private static (DateOnly Day, TimeOnly Time) Local(DateTimeOffset instant)
    {
        var local = ParisTime.At(instant).DateTime;
        return (DateOnly.FromDateTime(local), TimeOnly.FromDateTime(local));
    }

    private static FrozenSet<DateOnly> HolidaysOf(int year) =>
        new FrancePublicHoliday().PublicHolidays(year).Select(DateOnly.FromDateTime).ToFrozenSet();
}
