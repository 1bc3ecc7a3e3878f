using Dfm.Core.Text;

namespace Dfm.Core.Tests.Text;

public sealed class EmailAddressTests
{
    [Theory]
    [InlineData("claire@example.com", "claire@example.com")]
    [InlineData(" claire@example.com\u00A0", "claire@example.com")]
    [InlineData("\u202Aclaire@example.com\u202C", "claire@example.com")]
    [InlineData("c.d'arc+dit@sous.domaine.example.fr", "c.d'arc+dit@sous.domaine.example.fr")]
    [InlineData("a@b-c.museum", "a@b-c.museum")]
    [InlineData("claire@société.example", "claire@xn--socit-esab.example")]
    [InlineData("claire@xn--socit-esab.example", "claire@xn--socit-esab.example")]
    public void AnAddress_IsAccepted_AsSendGridTakesIt(string text, string expected)
    {
        Assert.True(EmailAddress.TryParse(text, out var address));
        Assert.Equal(expected, address);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("claire")]
    [InlineData("@example.com")]
    [InlineData("claire@")]
    [InlineData("claire@example")]
    [InlineData("claire@example.com.")]
    [InlineData("claire@.example.com")]
    [InlineData("claire@example..com")]
    [InlineData("claire@-example.com")]
    [InlineData("claire@exam_ple.com")]
    [InlineData("a..b@example.com")]
    [InlineData(".a@example.com")]
    [InlineData("a.@example.com")]
    [InlineData("hélène@example.com")]
    [InlineData("a b@example.com")]
    [InlineData("a@b@example.com")]
    [InlineData("mailto:claire@example.com")]
    [InlineData("Claire <claire@example.com>")]
    [InlineData("claire@example.com, paul@example.com")]
    [InlineData("claire@example.com;paul@example.com")]
    [InlineData("\"a b\"@example.com")]
    [InlineData("claire@[127.0.0.1]")]
    [InlineData("claire@127.0.0.1")]
    public void WhatSendGridDoesNotDeliver_IsRefused(string? text) => Assert.False(EmailAddress.TryParse(text, out _));

    [Theory]
    [InlineData(64, 180, true)]
    [InlineData(65, 10, false)]
    [InlineData(64, 190, false)]
    public void Lengths_AreThoseOfRfc5321(int local, int domain, bool isAccepted)
    {
        var labels = string.Join('.', Enumerable.Repeat("abcdefghi", domain / 10));
        Assert.Equal(isAccepted, EmailAddress.TryParse($"{new string('a', local)}@{labels}.fr", out _));
    }
}
