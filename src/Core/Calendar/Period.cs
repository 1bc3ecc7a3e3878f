using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Dfm.Core.Calendar;

/// <summary>A duration in working hours, in working days or in elapsed time.</summary>
public abstract record Period
{
    /// <summary>The longest period, in days of any kind: one year.</summary>
    public const int MaxDays = 366;

    private const string Hour = " working hour";
    private const string Day = " working day";

    // Not "5" alone, which .NET reads as days: the unit would not be explicit.
    private static readonly string[] TimeFormats = [@"hh\:mm\:ss", @"d\.hh\:mm\:ss"];

    private Period()
    {
    }

    /// <summary>Working time within the service desk's hours (<see cref="Calendar.WorkingHours.OfServiceDesk"/>).</summary>
    /// <param name="hours">Greater than 0.</param>
    public static Period WorkingHours(decimal hours) => new WorkingTime(hours);

    /// <summary>Working days; the period ends at the same time of day in Paris.</summary>
    /// <param name="days">Greater than 0.</param>
    public static Period WorkingDays(int days) => new Days(days);

    /// <summary>Elapsed time, nights and weekends included.</summary>
    public static Period Of(TimeSpan time) => new Elapsed(time);

    /// <summary>The end, in UTC, of the period that begins at <paramref name="start"/>.</summary>
    public abstract DateTimeOffset After(DateTimeOffset start);

    /// <summary>
    /// Parses <c>16 working hours</c>, <c>0.5 working hours</c>, <c>5 working days</c>, or elapsed time such as <c>00:00:02</c> or
    /// <c>7.00:00:00</c>. The minimum is one second, to which Durable Task rounds its timers; the maximum is <see cref="MaxDays"/>.
    /// </summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out Period? period)
    {
        period = Read(text?.Trim() ?? "");
        return period is not null;
    }

    private static Period? Read(string text)
    {
        if (Number(text, Hour) is { } hours)
            return hours >= 1m / 3600 && hours <= MaxDays * 24 ? WorkingHours(hours) : null;
        if (Number(text, Day) is { } days)
            return days >= 1 && days <= MaxDays && decimal.IsInteger(days) ? WorkingDays((int)days) : null;
        return TimeSpan.TryParseExact(text, TimeFormats, CultureInfo.InvariantCulture, out var time)
            && time >= TimeSpan.FromSeconds(1) && time <= TimeSpan.FromDays(MaxDays) ? Of(time) : null;
    }

    /// <summary>The number before a unit, in the singular or the plural.</summary>
    private static decimal? Number(string text, string unit)
    {
        var singular = text.EndsWith('s') ? text[..^1] : text;
        return singular.EndsWith(unit, StringComparison.Ordinal)
            && decimal.TryParse(singular[..^unit.Length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
    }

    private static string Text(decimal number, string unit) =>
        string.Create(CultureInfo.InvariantCulture, $"{number}{unit}{(number == 1 ? "" : "s")}");

    private sealed record WorkingTime(decimal Hours) : Period
    {
        public override DateTimeOffset After(DateTimeOffset start) =>
            WorkingCalendar.AddWorkingTime(start, TimeSpan.FromHours((double)Hours));

        public override string ToString() => Text(Hours, Hour);
    }

    private sealed record Days(int Count) : Period
    {
        public override DateTimeOffset After(DateTimeOffset start) => WorkingCalendar.AddWorkingDays(start, Count);

        public override string ToString() => Text(Count, Day);
    }

    private sealed record Elapsed(TimeSpan Time) : Period
    {
        public override DateTimeOffset After(DateTimeOffset start) => start.ToUniversalTime() + Time;

        public override string ToString() => Time.ToString("c", CultureInfo.InvariantCulture);
    }
}
