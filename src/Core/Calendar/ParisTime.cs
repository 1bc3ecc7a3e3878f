namespace Dfm.Core.Calendar;

/// <summary>The local time of DFM and its customers: Europe/Paris, with summer time.</summary>
public static class ParisTime
{
    /// <summary>The zone, from the system's time zone data.</summary>
    public static TimeZoneInfo Zone { get; } = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");

    /// <summary>Converts <paramref name="instant"/> to Paris time.</summary>
    public static DateTimeOffset At(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, Zone);

    /// <summary>The calendar day in Paris.</summary>
    public static DateOnly Day(DateTimeOffset instant) => DateOnly.FromDateTime(At(instant).DateTime);

    /// <summary>The instant, in UTC, of a local time in Paris; the later one when the time is ambiguous.</summary>
    /// <exception cref="ArgumentException">The local time does not exist: it is skipped by the change to summer time.</exception>
    public static DateTimeOffset Instant(DateOnly day, TimeOnly time) =>
        new(TimeZoneInfo.ConvertTimeToUtc(day.ToDateTime(time), Zone), TimeSpan.Zero);
}
