using System.Globalization;
using Dfm.LocalRuntime.Worker;

namespace Dfm.LocalRuntime.Tests.Worker;

/// <summary>When a schedule occurs.</summary>
public sealed class TimerScheduleTests
{
    // A Friday.
    private const string From = "2026-01-02 03:04:05";

    [Theory]
    [InlineData("0 5 * * * *", "2026-01-02 03:05:00", "2026-01-02 04:05:00")]
    [InlineData("0 * 5 * * *", "2026-01-02 05:00:00", "2026-01-02 05:01:00")]
    [InlineData("* * * * * *", "2026-01-02 03:04:06", "2026-01-02 03:04:07")]
    [InlineData("5-7 * * * * *", "2026-01-02 03:04:06", "2026-01-02 03:04:07")]
    [InlineData("5,8,10 * * * * *", "2026-01-02 03:04:08", "2026-01-02 03:04:10")]
    [InlineData("0 */5 * * * *", "2026-01-02 03:05:00", "2026-01-02 03:10:00")]
    [InlineData("*/30 * * * * *", "2026-01-02 03:04:30", "2026-01-02 03:05:00")]
    [InlineData("0 10-50/20 * * * *", "2026-01-02 03:10:00", "2026-01-02 03:30:00")]
    [InlineData("0 0 * * * *", "2026-01-02 04:00:00", "2026-01-02 05:00:00")]
    [InlineData("0 0 */2 * * *", "2026-01-02 04:00:00", "2026-01-02 06:00:00")]
    [InlineData("0 0 9-17 * * *", "2026-01-02 09:00:00", "2026-01-02 10:00:00")]
    [InlineData("0 30 9 * * *", "2026-01-02 09:30:00", "2026-01-03 09:30:00")]
    [InlineData("0 30 9 * * 1-5", "2026-01-02 09:30:00", "2026-01-05 09:30:00")]
    [InlineData("0 30 9 * * 0,6", "2026-01-03 09:30:00", "2026-01-04 09:30:00")]
    [InlineData("0 30 9 * Jan Mon", "2026-01-05 09:30:00", "2026-01-12 09:30:00")]
    [InlineData("0 30 9 * january MONDAY", "2026-01-05 09:30:00", "2026-01-12 09:30:00")]
    [InlineData("0 0 0 1 Mar,Jun *", "2026-03-01 00:00:00", "2026-06-01 00:00:00")]
    [InlineData("0 0 0 31 * *", "2026-01-31 00:00:00", "2026-03-31 00:00:00")]
    [InlineData("0 0 0 29 2 *", "2028-02-29 00:00:00", "2032-02-29 00:00:00")]
    [InlineData("0 0 0 29 2 Sun", "2032-02-29 00:00:00", "2060-02-29 00:00:00")]
    [Documented(WorkerPages.Ncrontab)]
    public void SixFields_Occur(string expression, string first, string second) => AssertOccurs(expression, first, second);

    [Theory]
    [InlineData("*/5 * * * *", "2026-01-02 03:05:00", "2026-01-02 03:10:00")]
    [InlineData("30 9 * * Mon", "2026-01-05 09:30:00", "2026-01-12 09:30:00")]
    [Documented(WorkerPages.NcrontabFields)]
    public void FiveFields_OccurAtTheFullMinute(string expression, string first, string second) => AssertOccurs(expression, first, second);

    [Theory]
    [InlineData("")]
    [InlineData("daily")]
    [InlineData("0 8 * *")]
    [InlineData("0 0 0 8 * * *")]
    [InlineData("60 * * * * *")]
    [InlineData("0 0 24 * * *")]
    [InlineData("0 0 0 0 * *")]
    [InlineData("0 0 0 * 13 *")]
    [InlineData("0 0 0 * * 8")]
    [InlineData("0 0 0 L * *")]
    [InlineData("0 0 0 ? * *")]
    [Documented(WorkerPages.Ncrontab)]
    public void Text_ThatIsNoExpression_IsRefused(string expression) => AssertRefused(expression, "is not an NCRONTAB expression");

    [Theory]
    [InlineData("0 0 0 30 2 *")]
    [InlineData("0 0 0 31 4,6,9,11 *")]
    public void Expression_ThatNeverOccurs_IsRefused(string expression) => AssertRefused(expression, "never occurs");

    [Theory]
    [InlineData("00:05:00")]
    [InlineData("24:00:00")]
    [InlineData("5")]
    [Documented(WorkerPages.TimerInterval)]
    public void Interval_WhichAnAppServicePlanAloneHonours_IsRefused(string expression) => AssertRefused(expression, "is an interval");

    [Theory]
    [InlineData("*/30 * * * * *", true)]
    [InlineData("0 * * * * *", false)]
    [InlineData("0 0 8 * * *", false)]
    [Documented(WorkerPages.TimerAttributes)]
    public void Schedule_OftenerThanAMinute_IsKnown(string expression, bool expected) =>
        Assert.Equal(expected, TimerSchedule.Parse(expression).IsOftenerThanAMinute(Moment(From)));

    private static void AssertOccurs(string expression, string first, string second)
    {
        var schedule = TimerSchedule.Parse(expression);

        Assert.Equal(Moment(first), schedule.NextAfter(Moment(From)));
        Assert.Equal(Moment(second), schedule.NextAfter(Moment(first)));
    }

    private static void AssertRefused(string expression, string reason) =>
        Assert.Equal($"the schedule '{expression}' {reason}", Assert.Throws<FormatException>(() => TimerSchedule.Parse(expression)).Message
            .Replace(", which Azure honours on an App Service plan alone", "", StringComparison.Ordinal));

    private static DateTime Moment(string text) =>
        DateTime.SpecifyKind(DateTime.Parse(text, CultureInfo.InvariantCulture), DateTimeKind.Utc);
}
