using Dfm.Core.Sheets;

namespace Dfm.Core.Tests.Sheets;

public sealed class FrenchCellsTests
{
    [Theory]
    [InlineData("12345", 12_345)]
    [InlineData("12 345", 12_345)]
    [InlineData("12\u00A0345", 12_345)]
    [InlineData("12\u202F345,00", 12_345)]
    [InlineData("0012", 12)]
    [InlineData("-3", -3)]
    [InlineData("12,0", 12)]
    public void WholeNumbers_AreReadAsTheyAreWritten(string text, long number)
    {
        Assert.True(FrenchCells.TryWholeNumber(SheetCell.Of(text), out var read));
        Assert.Equal(number, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("douze")]
    [InlineData("12,5")]
    [InlineData("1.234")]
    [InlineData("1e6")]
    [InlineData("99999999999999999999")]
    [InlineData("12 pages")]
    public void WhatIsNoWholeNumber_IsNotGuessed(string text) => Assert.False(FrenchCells.TryWholeNumber(SheetCell.Of(text), out _));

    [Fact]
    public void ASpreadsheetsNumber_IsWholeOrNot()
    {
        Assert.True(FrenchCells.TryWholeNumber(new SheetCell("1234", Number: 1234), out var number));
        Assert.Equal(1234, number);
        Assert.False(FrenchCells.TryWholeNumber(new SheetCell("1.234", Number: 1.234), out _));
        Assert.False(FrenchCells.TryWholeNumber(new SheetCell("NaN", Number: double.NaN), out _));
    }

    [Theory]
    [InlineData("24/11/2026", "2026-11-24T11:00Z")]
    [InlineData("4.7.26", "2026-07-04T10:00Z")]
    [InlineData("24-11-2026", "2026-11-24T11:00Z")]
    [InlineData("2026-11-24", "2026-11-24T11:00Z")]
    [InlineData("2026-11-24T14:30:00", "2026-11-24T13:30Z")]
    [InlineData("24/11/2026 14:30", "2026-11-24T13:30Z")]
    [InlineData("24/11/2026 à 14 h 30", "2026-11-24T13:30Z")]
    [InlineData("24/11/2026 9h", "2026-11-24T08:00Z")]
    public void Dates_AreReadAsTheyAreWritten_ADayAloneAsItsNoon(string text, string instant)
    {
        Assert.True(FrenchCells.TryInstant(SheetCell.Of(text), out var read));
        Assert.Equal(DateTimeOffset.Parse(instant, null), read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("demain")]
    [InlineData("31/02/2026")]
    [InlineData("11/24/2026")]
    [InlineData("24/11")]
    [InlineData("24/11/1999")]
    [InlineData("00/01/2026")]
    [InlineData("24/11/2026 25:00")]
    [InlineData("29/03/2026 02:30")] // The change to summer time skips it.
    public void WhatIsNoDate_IsNotGuessed(string text) => Assert.False(FrenchCells.TryInstant(SheetCell.Of(text), out _));

    [Fact]
    public void ASpreadsheetsDate_IsADate_AlsoWhenItIsShownAsANumber()
    {
        Assert.True(FrenchCells.TryInstant(new SheetCell("46350", Number: 46_350), out var counted));
        Assert.True(FrenchCells.TryInstant(new SheetCell("24/11/2026", Date: new DateTime(2026, 11, 24)), out var shown));
        Assert.Equal(shown, counted);
    }

    [Theory]
    [InlineData(0, 1, "A1")]
    [InlineData(25, 2, "Z2")]
    [InlineData(26, 3, "AA3")]
    [InlineData(701, 4, "ZZ4")]
    public void Addresses_AreASpreadsheets(int column, int row, string address) => Assert.Equal(address, SheetCell.Address(column, row));
}
