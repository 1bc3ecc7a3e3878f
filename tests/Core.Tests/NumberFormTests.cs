using Dfm.Core.Dits;

namespace Dfm.Core.Tests;

/// <summary>The form of the numbers that the portal gives.</summary>
public sealed class NumberFormTests
{
    [Theory]
    [InlineData("1", 1)]
    [InlineData("100001", 100_001)]
    [InlineData("9999999999", NumberForm.Max)]
    public void Number_IsReadAsItIsWritten(string text, long sequence)
    {
        Assert.True(NumberForm.TryParse<DitNumber>(text, out var number));
        Assert.Equal((sequence, text), (number.Sequence, number.Value));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("0100001")]
    [InlineData("-1")]
    [InlineData(" 1")]
    [InlineData("1e3")]
    [InlineData("١")]
    [InlineData("10000000000")]
    public void OtherText_IsNoNumber(string? text) => Assert.False(NumberForm.TryParse<DitNumber>(text, out _));

    [Theory]
    [InlineData(0)]
    [InlineData(NumberForm.Max + 1)]
    public void Counter_CannotHandOutWhatNobodyCouldRead(long sequence) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => DitNumber.Of(sequence));
}
