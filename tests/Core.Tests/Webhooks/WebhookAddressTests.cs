using System.Net;
using Dfm.Core.Webhooks;

namespace Dfm.Core.Tests.Webhooks;

public sealed class WebhookAddressTests
{
    private static readonly AllowedHosts Hosts = AllowedHosts.Parse("*.logic.azure.com hooks.example.com");

    [Theory]
    [InlineData("https://prod-21.westeurope.logic.azure.com:443/workflows/1/triggers/manual/paths/invoke?sig=a%2Fb")]
    [InlineData("https://PROD-21.WestEurope.Logic.Azure.com/")]
    [InlineData("https://hooks.example.com/x")]
    public void AnAddress_OfTheList_IsAccepted(string url) => Assert.True(WebhookAddress.Parse("url", url, Hosts).IsSuccess);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("hooks.example.com/x")]
    [InlineData("//hooks.example.com/x")]
    [InlineData("http://hooks.example.com/x")]
    [InlineData("ftp://hooks.example.com/x")]
    [InlineData("https://hooks.example.com:8443/x")]
    [InlineData("https://hooks.example.com:80/x")]
    [InlineData("https://me@hooks.example.com/x")]
    [InlineData("https://me:secret@hooks.example.com/x")]
    [InlineData("https://hooks.example.com/x#y")]
    [InlineData("https://example.com/x")]
    [InlineData("https://hooks.example.com.evil.example/x")]
    [InlineData("https://evilhooks.example.com/x")]
    [InlineData("https://logic.azure.com/x")]
    [InlineData("https://.logic.azure.com/x")]
    [InlineData("https://evil-logic.azure.com/x")]
    [InlineData("https://hooks.example.com./x")]
    [InlineData("https://hooks.example.com\\@evil.example/x")]
    [InlineData("https://evil.example\\@hooks.example.com/x")]
    [InlineData("https://hooks.example.com%2eevil.example/x")]
    public void AnyOtherAddress_IsRefused(string? url) => Refuses(url);

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("20.50.60.70")]
    [InlineData("2130706433")]
    [InlineData("0x7f000001")]
    [InlineData("0x7f.0.0.1")]
    [InlineData("0177.0.0.1")]
    [InlineData("127.1")]
    [InlineData("[::1]")]
    [InlineData("[2001:4860:4860::8888]")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("[fe80::1%25eth0]")]
    [InlineData("１２７.０.０.１")]
    public void AnIpAddress_InWhateverForm_IsRefused(string host) => Refuses($"https://{host}/x");

    [Theory]
    [InlineData("*")]
    [InlineData("*.com/")]
    [InlineData("localhost")]
    [InlineData("10.0.0.1")]
    [InlineData("https://hooks.example.com")]
    [InlineData("hooks.*.example.com")]
    public void AList_ThatWouldOpenMoreThanNamedHosts_IsRefused(string list) => Assert.Throws<FormatException>(() => AllowedHosts.Parse(list));

    [Theory]
    [InlineData("20.50.60.70")]
    [InlineData("8.8.8.8")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.0")]
    [InlineData("100.63.255.255")]
    [InlineData("168.63.129.15")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("2001:4860:4860::8888")]
    [InlineData("2a01:110::1")]
    public void AnAddress_OfThePublicInternet_IsOne(string address) => Assert.True(PublicAddress.Is(IPAddress.Parse(address)));

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("10.255.255.255")]
    [InlineData("100.64.0.1")]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.255.254")]
    [InlineData("168.63.129.16")]
    [InlineData("169.254.169.254")]
    [InlineData("169.254.130.1")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.0.0.8")]
    [InlineData("192.0.2.1")]
    [InlineData("192.88.99.1")]
    [InlineData("192.168.1.1")]
    [InlineData("198.19.0.1")]
    [InlineData("198.51.100.1")]
    [InlineData("203.0.113.1")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::127.0.0.1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("64:ff9b:1::1")]
    [InlineData("100::1")]
    [InlineData("2001::1")]
    [InlineData("2001:db8::1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("3fff::1")]
    [InlineData("fc00::1")]
    [InlineData("fd00:ec2::254")]
    [InlineData("fe80::1")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    public void AnAddress_ThatLeadsInside_IsNone(string address) => Assert.False(PublicAddress.Is(IPAddress.Parse(address)));

    private static void Refuses(string? url)
    {
        var refused = WebhookAddress.Parse("url", url, Hosts).Problem;
        Assert.NotNull(refused);
        Assert.Equal(["url"], refused.Errors!.Keys);
    }
}
