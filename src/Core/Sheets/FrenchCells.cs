using System.Globalization;
using System.Text.RegularExpressions;
using Dfm.Core.Calendar;

namespace Dfm.Core.Sheets;

/// <summary>Numbers and dates as they stand in files that people fill in in France.</summary>
public static partial class FrenchCells
{
    /// <summary>The days that spreadsheets count from, and the range that is taken for a date: 2000 to 2099.</summary>
    private static readonly (double From, double To) SerialDays = (36_526, 73_050);

    private static readonly DateOnly Earliest = new(2000, 1, 1);

    /// <summary>« 12345 », « 12 345 », « 12 345,00 »; false for anything that is no whole number, and for « 12.000 », which may be twelve or twelve thousand.</summary>
    public static bool TryWholeNumber(SheetCell cell, out long number)
    {
        ArgumentNullException.ThrowIfNull(cell);
        number = 0;
        if (cell.Number is { } value)
        {
            number = Math.Abs(value) < 1e15 ? (long)value : 0;
            return number == value;
        }

        var match = WholeNumber().Match(string.Concat(cell.Text.Where(character => !char.IsWhiteSpace(character))));
        return match.Success
            && long.TryParse(match.Groups["whole"].ValueSpan, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
    }

    /// <summary>
    /// « 24/11/2026 », « 24.11.26 », « 2026-11-24 », with or without a time: « 14:30 », « 14 h 30 ». Local time of Paris; a day alone means
    /// its noon.
    /// </summary>
    public static bool TryInstant(SheetCell cell, out DateTimeOffset instant)
    {
        ArgumentNullException.ThrowIfNull(cell);
        instant = default;
        var local = cell.Date ?? (cell.Number is { } days && days >= SerialDays.From && days < SerialDays.To
            ? DateTime.FromOADate(days)
            : Parse(cell.Text));
        if (local is not { } time || DateOnly.FromDateTime(time) < Earliest) return false;
        if (time.TimeOfDay == TimeSpan.Zero) time = time.AddHours(12);
        // The hour that the change to summer time skips.
        if (ParisTime.Zone.IsInvalidTime(time)) return false;
        instant = ParisTime.Instant(DateOnly.FromDateTime(time), TimeOnly.FromDateTime(time));
        return true;
    }

    /// <summary>« oui », « x », « vrai », « 1 »; nothing and « non », « faux », « 0 » mean no; null for anything else.</summary>
    public static bool? YesOrNo(SheetCell cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        return cell.Text.ToUpperInvariant() switch
        {
            "OUI" or "X" or "VRAI" or "1" => true,
            "" or "NON" or "FAUX" or "0" => false,
            _ => null,
        };
    }

    private static DateTime? Parse(string text)
    {
        var match = Instant().Match(text);
        if (!match.Success) return null;
        var year = Part("year");
        var (month, day, hour, minute) = (Part("month"), Part("day"), Part("hour"), Part("minute"));
        if (year < 100) year += 2000;
        return month is >= 1 and <= 12 && day >= 1 && year >= 1 && day <= DateTime.DaysInMonth(year, month) && hour <= 23 && minute <= 59
            ? new DateTime(year, month, day, hour, minute, 0, DateTimeKind.Unspecified)
            : null;

        int Part(string name) =>
            match.Groups[name] is { Success: true, Length: > 0 } part ? int.Parse(part.ValueSpan, CultureInfo.InvariantCulture) : 0;
    }

    [GeneratedRegex(@"\A(?<whole>[+-]?[0-9]{1,18})([.,]0{1,2})?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex WholeNumber();

    [GeneratedRegex(
        @"\A((?<day>[0-9]{1,2})[/.-](?<month>[0-9]{1,2})[/.-](?<year>[0-9]{4}|[0-9]{2})|(?<year>[0-9]{4})-(?<month>[0-9]{2})-(?<day>[0-9]{2}))"
        + @"([ T](à )?(?<hour>[0-9]{1,2}) ?[:hH] ?(?<minute>[0-9]{2})?(:[0-9]{2})?)?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Instant();
}
