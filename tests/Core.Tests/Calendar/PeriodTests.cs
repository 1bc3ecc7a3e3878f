using Dfm.Core.Calendar;
using Dfm.Core.Dits;
using Dfm.Core.Orders;

namespace Dfm.Core.Tests.Calendar;

public sealed class PeriodTests
{
    // A Friday, 17:00 in Paris.
    private static readonly DateTimeOffset Friday = new(2026, 3, 6, 16, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("16 working hours", "2026-03-10T12:00:00Z")]
    [InlineData("1 working hour", "2026-03-06T17:00:00Z")]
    [InlineData("1.5 working hours", "2026-03-09T07:30:00Z")]
    [InlineData("5 working days", "2026-03-13T16:00:00Z")]
    [InlineData("1 working day", "2026-03-09T16:00:00Z")]
    [InlineData("00:00:02", "2026-03-06T16:00:02Z")]
    [InlineData("1.12:00:00", "2026-03-08T04:00:00Z")]
    public void APeriod_IsReadAndWritten_AndEndsThen(string text, string end)
    {
        Assert.True(Period.TryParse($" {text} ", out var period));
        Assert.Equal(text, period.ToString());
        Assert.Equal(DateTimeOffset.Parse(end, null), period.After(Friday));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("5 days")]
    [InlineData("working days")]
    [InlineData("0 working days")]
    [InlineData("-1 working days")]
    [InlineData("1.5 working days")]
    [InlineData("367 working days")]
    [InlineData("0 working hours")]
    [InlineData("0.0001 working hours")]
    [InlineData("8785 working hours")]
    [InlineData("1,5 working hours")]
    [InlineData("00:00:00")]
    [InlineData("00:00:00.5000000")]
    [InlineData("-00:00:02")]
    [InlineData("367.00:00:00")]
    public void AnythingElse_IsNoPeriod(string? text) => Assert.False(Period.TryParse(text, out _));

    [Fact]
    public void TheDefaults_AreThoseOfTheDomain()
    {
        var (dits, orders) = (DitPolicy.Default, OrderPolicy.Default);

        Assert.Equal(Instant("2026-03-10T12:00:00Z"), dits.RemindAt(Urgency.Standard, Friday));
        Assert.Equal(Instant("2026-03-09T10:00:00Z"), dits.RemindAt(Urgency.Urgent, Friday));
        Assert.Equal(Instant("2026-03-06T17:00:00Z"), dits.RemindAt(Urgency.Blocking, Friday));
        Assert.Equal(Instant("2026-03-13T16:00:00Z"), dits.ClosesAt(Friday));
        Assert.Equal(Instant("2026-03-09T14:00:00Z"), orders.RemindAt(Friday));
        Assert.Equal(Instant("2026-03-13T16:00:00Z"), orders.ExpiresAt(Friday));
    }

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, null);
}
