using System.Globalization;
using CsCheck;
using Dfm.Core.Calendar;

namespace Dfm.Core.Tests.Calendar;

public class WorkingCalendarTests
{
    private static readonly Gen<DateTimeOffset> AnyInstant =
        Gen.Long[Utc("2024-01-01T00:00").UtcTicks / TimeSpan.TicksPerSecond, Utc("2032-01-01T00:00").UtcTicks / TimeSpan.TicksPerSecond]
            .Select(seconds => new DateTimeOffset(seconds * TimeSpan.TicksPerSecond, TimeSpan.Zero));

    private static readonly Gen<TimeSpan> AnyDuration = Gen.Int[0, 60 * 60 * 100].Select(seconds => TimeSpan.FromSeconds(seconds));

    [Theory]
    [InlineData("2026-01-01")] // Jour de l'an
    [InlineData("2026-04-06")] // Lundi de Pâques
    [InlineData("2026-05-01")] // Fête du Travail
    [InlineData("2026-05-08")] // Victoire 1945
    [InlineData("2026-05-14")] // Ascension
    [InlineData("2026-05-25")] // Lundi de Pentecôte
    [InlineData("2026-07-14")] // Fête nationale
    [InlineData("2028-08-15")] // Assomption
    [InlineData("2027-11-01")] // Toussaint
    [InlineData("2026-11-11")] // Armistice
    [InlineData("2026-12-25")] // Noël
    public void PublicHoliday_IsNoWorkingDay(string day) => Assert.False(WorkingCalendar.IsWorkingDay(Day(day)));

    [Theory]
    [InlineData("2026-04-03")] // Good Friday and the day after Christmas: holidays in Alsace and Moselle alone.
    [InlineData("2028-12-26")]
    [InlineData("2026-11-02")]
    [InlineData("2026-12-24")]
    public void OrdinaryWeekday_IsWorkingDay(string day) => Assert.True(WorkingCalendar.IsWorkingDay(Day(day)));

    [Fact]
    public void EveryYear_HasElevenPublicHolidays() =>
        Assert.All(Enumerable.Range(2024, 20), year =>
        {
            var first = new DateOnly(year, 1, 1);
            var days = Enumerable.Range(0, DateTime.IsLeapYear(year) ? 366 : 365).Select(first.AddDays).ToList();
            var weekdays = days.Where(day => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday));
            Assert.InRange(weekdays.Count(day => !WorkingCalendar.IsWorkingDay(day)), 6, 11);
        });

    [Theory]
    [InlineData("2026-11-24T10:30+01:00", 5, "2026-12-01T10:30+01:00")] // an ordinary week
    [InlineData("2026-12-23T16:00+01:00", 5, "2026-12-31T16:00+01:00")] // over Christmas
    [InlineData("2026-10-22T09:00+02:00", 5, "2026-10-29T09:00+01:00")] // the hour goes back: same time on the clock
    [InlineData("2027-03-25T09:00+01:00", 5, "2027-04-02T09:00+02:00")] // the hour goes forward, and Easter Monday
    [InlineData("2026-11-28T02:30+01:00", 1, "2026-11-30T02:30+01:00")] // Saturday night
    [InlineData("2026-03-28T02:30+01:00", 1, "2026-03-30T02:30+02:00")] // 02:30 does not exist on the Sunday between
    [InlineData("2026-11-24T23:30Z", 1, "2026-11-26T00:30+01:00")] // already Wednesday in Paris
    [InlineData("2026-11-29T12:00+01:00", 0, "2026-11-29T12:00+01:00")]
    public void AddWorkingDays_KeepsTheTimeOfDay(string from, int days, string expected)
    {
        var result = WorkingCalendar.AddWorkingDays(Instant(from), days);
        Assert.Equal(Instant(expected), result);
        Assert.Equal(TimeSpan.Zero, result.Offset);
    }

    [Theory]
    [InlineData("2026-11-24T09:00+01:00", 4, "2026-11-24T13:00+01:00")]
    [InlineData("2026-11-24T16:00+01:00", 4, "2026-11-25T10:00+01:00")] // over the night
    [InlineData("2026-11-24T06:00+01:00", 4, "2026-11-24T12:00+01:00")] // before opening
    [InlineData("2026-11-27T20:00+01:00", 1, "2026-11-30T09:00+01:00")] // Friday evening
    [InlineData("2026-11-10T17:00+01:00", 2, "2026-11-12T09:00+01:00")] // over the 11th of November
    [InlineData("2026-10-23T17:00+02:00", 2, "2026-10-26T09:00+01:00")] // over the change of the hour
    [InlineData("2026-11-24T08:00+01:00", 10, "2026-11-24T18:00+01:00")] // a whole day ends at closing time
    [InlineData("2026-11-24T18:00+01:00", 0, "2026-11-24T18:00+01:00")]
    [InlineData("2026-11-24T18:00:01+01:00", 0, "2026-11-25T08:00+01:00")]
    [InlineData("2026-12-24T17:00+01:00", 49, "2027-01-04T16:00+01:00")] // Christmas, New Year and two weekends
    public void AddWorkingTime_CountsTheDesksHoursAlone(string from, int hours, string expected)
    {
        var result = WorkingCalendar.AddWorkingTime(Instant(from), TimeSpan.FromHours(hours));
        Assert.Equal(Instant(expected), result);
        Assert.Equal(TimeSpan.Zero, result.Offset);
    }

    [Fact]
    public void AddWorkingTime_ToAnyInstant_EndsWithinTheHours() =>
        Gen.Select(AnyInstant, AnyDuration).Sample((from, duration) =>
        {
            var result = WorkingCalendar.AddWorkingTime(from, duration);
            var local = ParisTime.At(result).DateTime;
            return result - from >= duration
                && WorkingCalendar.IsWorkingDay(DateOnly.FromDateTime(local))
                && TimeOnly.FromDateTime(local) >= WorkingHours.OfServiceDesk.Opens
                && TimeOnly.FromDateTime(local) <= WorkingHours.OfServiceDesk.Closes;
        });

    [Fact]
    public void AddWorkingTime_InTwoSteps_IsTheirSum() =>
        Gen.Select(AnyInstant, AnyDuration, AnyDuration).Sample((from, first, second) =>
            WorkingCalendar.AddWorkingTime(WorkingCalendar.AddWorkingTime(from, first), second)
                == WorkingCalendar.AddWorkingTime(from, first + second));

    [Fact]
    public void AddWorkingTime_FromALaterStartOrForLonger_NeverEndsEarlier() =>
        Gen.Select(AnyInstant, AnyDuration, AnyDuration, AnyDuration).Sample((from, later, duration, longer) =>
            WorkingCalendar.AddWorkingTime(from + later, duration) >= WorkingCalendar.AddWorkingTime(from, duration)
                && WorkingCalendar.AddWorkingTime(from, duration + longer) >= WorkingCalendar.AddWorkingTime(from, duration));

    [Fact]
    public void AddWorkingTime_AgreesWithCountingMinuteByMinute() =>
        Gen.Select(AnyInstant, Gen.Int[1, 1_500]).Sample(
            (from, minutes) =>
            {
                var start = new DateTimeOffset(from.Ticks - (from.Ticks % TimeSpan.TicksPerMinute), TimeSpan.Zero);
                var instant = start;
                for (var left = minutes; left > 0; instant = instant.AddMinutes(1))
                    if (IsOpenFor(instant)) left--;
                return WorkingCalendar.AddWorkingTime(start, TimeSpan.FromMinutes(minutes)) == instant;
            },
            iter: 100);

    [Fact]
    public void AddWorkingDays_InTwoSteps_IsTheirSum() =>
        Gen.Select(AnyInstant, Gen.Int[0, 30], Gen.Int[0, 30]).Sample((from, first, second) =>
            WorkingCalendar.AddWorkingDays(WorkingCalendar.AddWorkingDays(from, first), second)
                == WorkingCalendar.AddWorkingDays(from, first + second));

    [Fact]
    public void NegativeAmounts_AreBugs()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => WorkingCalendar.AddWorkingDays(Utc("2026-11-24T00:00"), -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => WorkingCalendar.AddWorkingTime(Utc("2026-11-24T00:00"), TimeSpan.FromTicks(-1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new WorkingHours(new TimeOnly(18, 0), new TimeOnly(8, 0)));
    }

    /// <summary>Whether the desk works during the minute that begins at <paramref name="instant"/>.</summary>
    private static bool IsOpenFor(DateTimeOffset instant)
    {
        var local = ParisTime.At(instant).DateTime;
        return WorkingCalendar.IsWorkingDay(DateOnly.FromDateTime(local)) && local.Hour is >= 8 and < 18;
    }

    private static DateOnly Day(string text) => DateOnly.Parse(text, CultureInfo.InvariantCulture);

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private static DateTimeOffset Utc(string text) => Instant(text + "Z");
}
