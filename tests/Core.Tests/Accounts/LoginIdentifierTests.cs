using System.Text;
using CsCheck;
using Dfm.Core.Accounts;

namespace Dfm.Core.Tests.Accounts;

public sealed class LoginIdentifierTests
{
    [Theory]
    [InlineData("c.delorme", "c.delorme")]
    [InlineData("  C.Delorme\t", "c.delorme")]
    [InlineData("JOSE\u0301@Example.com", "josé@example.com")]
    [InlineData("\u00A0claire\u00A0 delorme\r\n", "claire delorme")]
    [InlineData("\uFEFFc.delorme\u200B", "c.delorme")]
    [InlineData("\u202Ac.delorme\u202C", "c.delorme")]
    [InlineData("ｃ．ｄｅｌｏｒｍｅ", "c.delorme")]
    [InlineData("\uFB01ston", "fiston")]
    public void Identifiers_AreOneLineInLowerCase(string typed, string expected) =>
        Assert.Equal(expected, LoginIdentifier.Parse(typed).Value);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \t ")]
    [InlineData("\u200B\u3164")]
    [InlineData("a\u0000b")]
    public void WhatIsNoIdentifier_IsRefused(string? typed) => Assert.False(LoginIdentifier.TryParse(typed, out _));

    [Fact]
    public void HalfACharacter_IsNoIdentifier() => Assert.False(LoginIdentifier.TryParse("a" + '\ud800', out _));

    [Fact]
    public void AnIdentifierOfMoreThan254Characters_IsRefused()
    {
        Assert.True(LoginIdentifier.TryParse(new string('a', 254), out _));
        Assert.False(LoginIdentifier.TryParse(new string('a', 255), out _));
    }

    [Fact]
    public void Normalising_TwiceChangesNothing() =>
        Gen.String.Sample(typed => IsStable(typed));

    [Fact]
    public void Normalising_TwiceChangesNothing_WhateverTheCharacter() =>
        Assert.All(Enumerable.Range(0, 0x110000).Where(Rune.IsValid), value => Assert.True(IsStable($"a{new Rune(value)}b"), $"U+{value:X}"));

    private static bool IsStable(string typed) =>
        !LoginIdentifier.TryParse(typed, out var once) || (LoginIdentifier.TryParse(once.Value, out var twice) && once == twice);
}
