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
    [InlineData("\u200B\uFEFF\u3164")]
    [InlineData("\u202E \u00A0\r\n\t")]
    [InlineData("")]
    [InlineData(null)]
    public void WhatNobodyCanSee_CountsAsMissing(string? text)
    {
        var check = new FieldChecks();

        check.Required("name", text, 10, "Quel nom ?");
        check.RequiredText("comment", text, 10, "Quel commentaire ?");
        check.Choice<DayOfWeek>("day", text, "Quel jour ?");
        Assert.Equal(
            ["Quel nom ?", "Quel commentaire ?", "Quel jour ?"], check.Problem!.Errors!.Values.SelectMany(messages => messages));

        var optional = new FieldChecks();
        Assert.Null(optional.Optional("name", text, 10));
        Assert.Null(optional.OptionalText("comment", text, 10));
        Assert.Null(optional.Phone("phone", text));
        Assert.Null(optional.OptionalChoice<DayOfWeek>("day", text));
        Assert.Null(optional.Problem);
    }

    [Fact]
    public void OneLine_AndSeveral_AreNormalised_BeforeTheirLengthCounts()
    {
        var check = new FieldChecks();

        Assert.Equal("Réf 1", check.Required("reference", " Re\u0301f\u00A0\r\n1\u200B", 5, ""));
        Assert.Equal("Ré\nf 1", check.RequiredText("comment", " Re\u0301\r\nf\t1 ", 6, ""));
        Assert.Equal("01-99 00", check.Phone("phone", "01\u201199\u00A000"));
        Assert.Equal(DayOfWeek.Friday, check.Choice<DayOfWeek>("day", "friday\u00A0", ""));
        Assert.Null(check.Problem);
    }

    [Theory]
    [InlineData("a\0b", "Ce texte contient des caractères qui ne peuvent pas être affichés.")]
    [InlineData("abcdefghijk", "10 caractères au plus.")]
    public void WhatCannotBeShown_OrIsTooLong_IsRefusedOnce(string text, string message)
    {
        var check = new FieldChecks();

        check.Required("name", text, 10, "Quel nom ?");
        check.OptionalText("comment", text, 10);

        Assert.Equal([message, message], check.Problem!.Errors!.Values.SelectMany(messages => messages));
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
