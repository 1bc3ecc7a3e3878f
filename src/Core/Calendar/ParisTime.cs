namespace Dfm.Core.Calendar;

/// <summary>The time that DFM and its customers live by: Europe/Paris, with its summer time.</summary>
public static class ParisTime
{
    /// <summary>The zone, from the system's time zone data.</summary>
    public static TimeZoneInfo Zone { get; } = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");

    /// <summary>What a clock in Paris shows at <paramref name="instant"/>.</summary>
    public static DateTimeOffset At(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, Zone);

    /// <summary>The instant, in UTC, at which clocks in Paris show this. Of an hour that comes twice: the second time.</summary>
    /// <exception cref="ArgumentException">Clocks never show it: they jump over it in the night of the change to summer time.</exception>
    public static DateTimeOffset Instant(DateOnly day, TimeOnly time) =>
        new(TimeZoneInfo.ConvertTimeToUtc(day.ToDateTime(time), Zone), TimeSpan.Zero);
}
