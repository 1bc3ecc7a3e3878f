using System.Globalization;
using Dfm.Core.Notifications;

namespace Dfm.Core.Tests.Notifications;

public class FrenchTextTests
{
    [Theory]
    [InlineData("2026-11-24T13:30:00Z", "mardi 24 novembre 2026 à 14 h 30")]
    [InlineData("2026-08-01T06:05:59Z", "samedi 1er août 2026 à 8 h 05")] // summer time
    [InlineData("2026-12-31T23:00:00Z", "vendredi 1er janvier 2027 à 0 h 00")] // already next year in Paris
    [InlineData("2026-03-29T00:59:59Z", "dimanche 29 mars 2026 à 1 h 59")] // the last minute of winter time
    [InlineData("2026-03-29T01:00:00Z", "dimanche 29 mars 2026 à 3 h 00")] // the first of summer time
    [InlineData("2026-10-25T00:30:00Z", "dimanche 25 octobre 2026 à 2 h 30")] // comes twice
    [InlineData("2026-10-25T01:30:00Z", "dimanche 25 octobre 2026 à 2 h 30")]
    [InlineData("2026-02-11T20:00:00-05:00", "jeudi 12 février 2026 à 2 h 00")] // whatever offset it came with
    public void Moment_IsParisTimeInFrench(string instant, string expected) =>
        Assert.Equal(expected, FrenchText.Moment(DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData("2026-11-24T22:59:59Z", "mardi 24 novembre 2026")]
    [InlineData("2026-07-31T22:00:00Z", "samedi 1er août 2026")] // already next month in Paris
    public void Day_IsParisDayInFrench(string instant, string expected) =>
        Assert.Equal(expected, FrenchText.Day(DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData(0, "0 octet")]
    [InlineData(1, "1 octet")]
    [InlineData(1_023, "1023 octets")]
    [InlineData(1_024, "1 Ko")]
    [InlineData(348_160, "340 Ko")]
    [InlineData(1_048_575, "1 Mo")]
    [InlineData(1_572_864, "1,5 Mo")]
    [InlineData(26_214_400, "25 Mo")]
    public void Size_IsRounded(long bytes, string expected) => Assert.Equal(expected, FrenchText.Size(bytes));

    [Theory]
    [InlineData("0", "0,00\u00A0€\u00A0HT")]
    [InlineData("0.005", "0,01\u00A0€\u00A0HT")]
    [InlineData("42", "42,00\u00A0€\u00A0HT")]
    [InlineData("118.5", "118,50\u00A0€\u00A0HT")]
    [InlineData("999.994", "999,99\u00A0€\u00A0HT")]
    [InlineData("999.995", "1\u202F000,00\u00A0€\u00A0HT")]
    [InlineData("1234.50", "1\u202F234,50\u00A0€\u00A0HT")]
    [InlineData("1234567.8", "1\u202F234\u202F567,80\u00A0€\u00A0HT")]
    [InlineData("-12", "-12,00\u00A0€\u00A0HT")] // a rebate
    public void Price_IsWithoutTax_AndKeepsTogether(string euros, string expected) =>
        Assert.Equal(expected, FrenchText.Price(decimal.Parse(euros, CultureInfo.InvariantCulture)));
}
