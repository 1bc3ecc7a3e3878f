using CsCheck;
using Dfm.Core.Meters;

namespace Dfm.Core.Tests.Meters;

public sealed class ContractTests
{
    private static readonly Contract EndOfMonth = new("K-1", new DateOnly(2026, 1, 31), EveryMonths: 1);

    [Theory]
    [InlineData(null, "2025-06-01", "2026-01-31")]
    [InlineData(null, "2026-02-27", "2026-01-31")]
    [InlineData(null, "2026-02-28", "2026-02-28")]
    [InlineData("2026-02-17", "2026-02-20", "2026-02-28")]
    [InlineData("2026-02-18", "2026-02-20", "2026-03-31")]
    [InlineData("2026-03-05", "2026-03-06", "2026-03-31")]
    [InlineData("2025-11-30", "2026-05-02", "2026-04-30")]
    public void NextDue_IsTheFirstDateThatTheLastReadingDoesNotCountFor(string? last, string today, string due) =>
        Assert.Equal(Day(due), EndOfMonth.NextDue(last is null ? null : EnterReading.AtNoon(Day(last)), Day(today)));

    [Fact]
    public void Late_IsAReadingThatIsMissingAfterSomeDays()
    {
        var due = new DateOnly(2026, 2, 28);

        Assert.False(EndOfMonth.IsLate(due, new DateOnly(2026, 3, 4)));
        Assert.True(EndOfMonth.IsLate(due, new DateOnly(2026, 3, 5)));
        Assert.True(EndOfMonth.Counts(EnterReading.AtNoon(new DateOnly(2026, 2, 18)), due));
        Assert.False(EndOfMonth.Counts(EnterReading.AtNoon(new DateOnly(2026, 2, 17)), due));
        Assert.False(EndOfMonth.Counts(null, due));
    }

    [Fact]
    public void NextDue_IsAlwaysADateThatIsStillToBeRead() =>
        Gen.Select(Gen.Int[1, 28], Gen.Int[1, 12], Gen.Int[0, 900], Gen.Int[0, 60]).Sample((day, every, today, since) =>
        {
            var contract = new Contract("K", new DateOnly(2026, 1, day), every);
            var now = new DateOnly(2026, 1, 1).AddDays(today);
            var read = EnterReading.AtNoon(now.AddDays(-since));

            var due = contract.NextDue(read, now);

            Assert.False(contract.Counts(read, due));
            Assert.True(contract.After(due) > now);
        });

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", null);
}
