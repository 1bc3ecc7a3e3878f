using System.Net;
using Dfm.Core.Webhooks;
using Dfm.Functions.Tests.Dits;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;
using static Dfm.Functions.Tests.Webhooks.WebhookPortal;

namespace Dfm.Functions.Tests.Webhooks;

/// <summary>
/// Whoever subscribes names an address that the portal then calls from inside its network. Of forty ways to make that an inside one, each is
/// refused, or never connected to.
/// </summary>
public sealed class SsrfTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const string Host = "prod.hooks.example.com";
    private static readonly IPAddress Public = IPAddress.Parse("20.50.60.70");
    private WebhookPortal portal = null!;

    public async ValueTask InitializeAsync() => portal = await StartAsync(azurite.NewAccount());

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    /// <summary>Twenty-two addresses that nobody can subscribe with.</summary>
    [Fact]
    public async Task AnAddress_OfAnotherForm_IsRefused()
    {
        string[] addresses =
        [
            "https://127.0.0.1/", "https://10.0.0.4/", "https://172.16.0.1/", "https://192.168.1.1/", "https://169.254.169.254/metadata/instance",
            "https://168.63.129.16/", "https://2130706433/", "https://0177.0.0.1/", "https://0x7f.1/", "https://127.1/",
            "https://[::1]/", "https://[::ffff:127.0.0.1]/", "https://[fd00:ec2::254]/", "https://[fe80::1]/",
            "https://localhost/", "https://localhost.hooks.example.com:7071/", $"http://{Host}/", $"https://{Host}:8443/",
            $"https://127.0.0.1@{Host}/", $"https://{Host}@127.0.0.1/", $"https://{Host}.127.0.0.1.nip.io/", $"https://evil.example/#.{Host}",
        ];
        Assert.Equal(22, addresses.Length);
        foreach (var address in addresses)
        {
            using var refused = await portal.Subscribe(address, "DitStateChanged");
            Assert.True(refused.StatusCode is HttpStatusCode.BadRequest, address);
            await refused.RefusesFields("url");
        }

        Assert.Empty(await portal.Webhooks());
    }

    /// <summary>Fifteen answers of DNS for a host that is allowed.</summary>
    [Fact]
    public async Task AHost_ThatLeadsInside_IsNeverConnectedTo()
    {
        string[][] answers =
        [
            ["127.0.0.1"], ["10.1.2.3"], ["172.20.0.1"], ["192.168.0.10"], ["169.254.169.254"], ["168.63.129.16"], ["100.64.0.1"], ["0.0.0.0"],
            ["::1"], ["::ffff:10.0.0.1"], ["fd00::1"], ["fe80::1"], ["64:ff9b::a00:1"],
            // One public address among them makes it no better.
            ["20.50.60.70", "10.0.0.1"], [],
        ];
        Assert.Equal(15, answers.Length);
        var current = new Dictionary<string, string[]>();
        portal.Receiver.Resolve = host => [.. current[host].Select(IPAddress.Parse)];
        var webhooks = new List<string>();
        foreach (var (n, answer) in answers.Index())
        {
            current[$"h{n}.hooks.example.com"] = answer;
            webhooks.Add((await portal.Subscribed(Callback(host: $"h{n}.hooks.example.com"), "DitStateChanged")).Id);
        }

        await DitPortal.JustRaised(portal.User);

        foreach (var webhook in webhooks)
            Assert.Equal((null, "address-refused"), await Failed(webhook));
        Assert.Empty(portal.Receiver.Dialled);
        Assert.Empty(portal.Receiver.All);
    }

    /// <summary>The thirty-eighth: DNS says something else the second time.</summary>
    [Fact]
    public async Task AHost_WhoseAddressChanges_IsCheckedAtEachConnection_AndConnectedToWhereItWasChecked()
    {
        var asked = 0;
        portal.Receiver.Resolve = _ => [asked++ == 0 ? Public : IPAddress.Loopback];
        portal.Receiver.Answer = (_, http) =>
        {
            // So that the next delivery needs a connection of its own.
            http.Response.Headers.Connection = "close";
            return Task.CompletedTask;
        };
        var created = await portal.Subscribed(Callback(), "DitStateChanged");
        await DitPortal.JustRaised(portal.User);
        await portal.Delivery(created.Id, "Delivered");

        await DitPortal.JustRaised(portal.User);

        await Waiting.Until(async () => (await portal.Deliveries(created.Id)).Any(one => one.Reason == "address-refused"));
        Assert.Equal([new IPEndPoint(Public, 443)], portal.Receiver.Dialled);
    }

    /// <summary>The thirty-ninth and the fortieth: a receiver that is allowed sends the portal elsewhere.</summary>
    [Theory]
    [InlineData("https://127.0.0.1/admin")]
    [InlineData("https://other.hooks.example.com/next")]
    public async Task ARedirect_IsNotFollowed(string elsewhere)
    {
        portal.Receiver.Answer = (_, http) =>
        {
            (http.Response.StatusCode, http.Response.Headers.Location) = (307, elsewhere);
            return Task.CompletedTask;
        };
        var created = await portal.Subscribed(Callback(), "DitStateChanged");

        await DitPortal.JustRaised(portal.User);

        Assert.Equal((307, "redirected"), await Failed(created.Id));
        Assert.All(portal.Receiver.All, one => Assert.Equal(Callback(), one.Url));
        Assert.All(portal.Receiver.Dialled, one => Assert.Equal(new IPEndPoint(Public, 443), one));
    }

    private async Task<(int? Status, string? Reason)> Failed(string webhook)
    {
        var delivery = await portal.Delivery(webhook, nameof(WebhookDeliveryState.Retrying));
        return (delivery.Status, delivery.Reason);
    }
}
