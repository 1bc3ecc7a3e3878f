namespace Dfm.Core.Tests;

public sealed class FieldChecksTests
{
    [Fact]
    public void RefuseOthers_NamesWhatWasGivenAndNotAskedFor_AndNothingElse()
    {
        var check = new FieldChecks();
        check.Choice<DayOfWeek>("day", "Monday", "Quel jour ?");
        check.Optional("comment", null, 10);
        check.Required("name", "Paul", 10, "Quel nom ?");
        check.WholeNumber("count", 3, 1, 5);
        check.Amount("price", 2.5m, 10);
        check.Instant("at", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, "Quand ?");
        check.Lines<int>("lines", [1], 5);

        check.RefuseOthers(["day", "comment", "name", "count", "price", "at", "lines"]);
        Assert.Null(check.Problem);

        check.RefuseOthers(["day", "carrier", "weight"]);
        Assert.Equal(["carrier", "weight"], check.Problem!.Errors!.Keys);
    }

    [Fact]
    public void RefuseOthers_LeavesAnEarlierRefusalOfTheField()
    {
        var check = new FieldChecks();
        check.Refuse("carrier", "Trop long.");

        check.RefuseOthers(["carrier"]);

        Assert.Equal(["Trop long."], check.Problem!.Errors!["carrier"]);
    }

    [Theory]
    [InlineData(null, null, false)]
    [InlineData(5, 5, false)]
    [InlineData(6, 5, true)]
    public void Lines_BeyondTheMost_AreRefusedAndCutOff(int? given, int? taken, bool isRefused)
    {
        var check = new FieldChecks();

        var lines = check.Lines("lines", given is { } count ? Enumerable.Range(1, count).ToList() : null, 5);

        Assert.Equal((taken, isRefused), (lines?.Count(), check.Problem is not null));
    }
}
