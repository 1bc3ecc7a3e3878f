using CsCheck;
using Dfm.Core.Text;

namespace Dfm.Core.Tests.Text;

public sealed class PhoneNumberTests
{
    [Theory]
    [InlineData("01 99 00 12 34", "01 99 00 12 34")]
    [InlineData("01.99.00.12.34", "01.99.00.12.34")]
    [InlineData("01/99/00/12/34", "01/99/00/12/34")]
    [InlineData("01\u00A099\u202F00\u200912\u00A034", "01 99 00 12 34")]
    [InlineData("01-99-00-12-34", "01-99-00-12-34")]
    [InlineData("01\u201199\u201300\u201412\u221234", "01-99-00-12-34")]
    [InlineData("01·99·00·12·34", "01.99.00.12.34")]
    [InlineData("\u202A0199001234\u202C", "0199001234")]
    [InlineData("０１９９００１２３４", "0199001234")]
    [InlineData("+33 (0)1 99 00 12 34", "+33 (0)1 99 00 12 34")]
    [InlineData("(+33) 1 99 00 12 34", "(+33) 1 99 00 12 34")]
    [InlineData("0033199001234", "0033199001234")]
    [InlineData("+33 (0)1 99 00 12 34, poste 4123", "+33 (0)1 99 00 12 34, poste 4123")]
    [InlineData("01 99 00 12 34 p. 412", "01 99 00 12 34 p. 412")]
    [InlineData("01 99 00 12 34 p412", "01 99 00 12 34 p412")]
    [InlineData("0199001234 ext. 412", "0199001234 ext. 412")]
    [InlineData("0199001234 x412", "0199001234 x412")]
    [InlineData("0199001234#412", "0199001234#412")]
    [InlineData("Poste\u00A0412", "Poste 412")]
    [InlineData("06 12 34 56 78 / 01 99 00 12 34", "06 12 34 56 78 / 01 99 00 12 34")]
    [InlineData("02 61", "02 61")]
    public void ANumber_AsPeopleWriteIt_IsAccepted(string text, string number)
    {
        Assert.True(PhoneNumber.TryParse(text, out var accepted));
        Assert.Equal(number, accepted);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("12")]
    [InlineData("....")]
    [InlineData("poste")]
    [InlineData("appelez-moi")]
    [InlineData("01 99 00 12 34 demander Paul")]
    [InlineData("+33+1 99 00 12 34")]
    [InlineData("01 99 00 12 34 poste")]
    [InlineData("01 99 00 12 34 01 99 00 12 34 01 99 00 12 34")]
    public void WhatIsNoNumber_IsRefused(string? text) => Assert.False(PhoneNumber.TryParse(text, out _));

    [Fact]
    public void AnAcceptedNumber_IsAcceptedAgain_Unchanged() =>
        Gen.Char["+0123456789 ()./-\u00A0\u2011\u2212·pxost#９"].Array[0, 45].Select(characters => new string(characters)).Sample(text =>
            !PhoneNumber.TryParse(text, out var once) || (PhoneNumber.TryParse(once, out var twice) && once == twice));
}
