using CsCheck;
using Dfm.Core.Accounts;

namespace Dfm.Core.Tests.Accounts;

public sealed class LoginIdentifierTests
{
    [Theory]
    [InlineData("c.delorme", "c.delorme")]
    [InlineData("  C.Delorme\t", "c.delorme")]
    [InlineData("JOSE\u0301@Example.com", "josé@example.com")]
    public void Identifiers_AreTrimmedAndInLowerCase(string typed, string expected) =>
        Assert.Equal(expected, LoginIdentifier.Parse(typed).Value);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \t ")]
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
        Gen.String.Sample(typed =>
            !LoginIdentifier.TryParse(typed, out var once) || (LoginIdentifier.TryParse(once.Value, out var twice) && once == twice));
}
