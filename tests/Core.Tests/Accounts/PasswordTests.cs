using CsCheck;
using Dfm.Core.Accounts;

namespace Dfm.Core.Tests.Accounts;

/// <summary>The OpaqueString profile, with the examples of RFC 8265, 4.3.</summary>
public sealed class PasswordTests
{
    [Theory]
    [InlineData("correct horse battery staple", "correct horse battery staple")]
    [InlineData("Correct Horse Battery Staple", "Correct Horse Battery Staple")]
    [InlineData("πßå", "πßå")]
    [InlineData("Jack of ♦s", "Jack of ♦s")]
    [InlineData("foo\u1680bar", "foo bar")]
    [InlineData("e\u0301te\u0301", "été")]
    [InlineData("\u212B", "Å")]
    [InlineData("mot\u00A0de\u202Fpasse\u3000", "mot de passe ")]
    [InlineData(" ", " ")]
    [InlineData("🔥 9", "🔥 9")]
    public void APassword_IsComposed_WithOneKindOfSpace(string typed, string expected) =>
        Assert.Equal(expected, Password.Parse(typed).Value);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("my cat is a \u0009by")]
    [InlineData("a\nb")]
    [InlineData("a\0b")]
    [InlineData("a\u0085b")]
    [InlineData("a\u200Bb")]
    [InlineData("a\u00ADb")]
    [InlineData("\uFEFFa")]
    [InlineData("a\u202Eb")]
    [InlineData("a\uFFFFb")]
    public void WhatMayNotBeInAPassword_IsRefused(string? typed) => Assert.False(Password.TryParse(typed, out _));

    [Fact]
    public void HalfACharacter_IsRefused() => Assert.False(Password.TryParse("a" + '\udc00', out _));

    [Fact]
    public void APasswordInAscii_IsItself() =>
        Gen.Char[' ', '~'].Array[1, 40].Select(characters => new string(characters)).Sample(typed => Password.Parse(typed).Value == typed);

    [Fact]
    public void Normalising_TwiceChangesNothing() => Gen.String.Sample(typed =>
        !Password.TryParse(typed, out var once) || (Password.TryParse(once.Value, out var twice) && once == twice && once.Value.IsNormalized()));

    [Fact]
    public void APassword_DoesNotReachALog() => Assert.Equal("Password", $"{Password.Parse("secret")}");
}
