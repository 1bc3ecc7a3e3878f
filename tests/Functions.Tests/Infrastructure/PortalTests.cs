using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using Dfm.Testing;

namespace Dfm.Functions.Tests.Infrastructure;

public sealed class PortalTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Process_Killed_StartsAgainOverTheSameStorage_AndStopsGracefully()
    {
        var storage = azurite.NewAccount();
        int port;
        await using (var portal = await PortalProcess.StartAsync(storage))
        {
            port = portal.Client.BaseAddress!.Port;
            portal.Kill();
            Assert.True(portal.HasEnded);
        }

        await using var again = await PortalProcess.StartAsync(storage, port: port);
        using var answer = await again.Client.GetAsync(new Uri("/api/me", UriKind.Relative), Stop);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal(0, await again.StopAsync());
    }

    [Fact]
    public async Task InProcess_ItsStorageRequests_CarryTheTraceOfTheCall()
    {
        await using var proxy = await StorageProxy.StartAsync(azurite.NewAccount());
        await using var portal = await InProcessPortal.StartAsync(proxy.Account);
        var trace = ActivityTraceId.CreateRandom().ToHexString();
        portal.Client.DefaultRequestHeaders.Add("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-00");
        using var answer = await portal.Client.PostAsJsonAsync("/api/auth/login", new { identifier = "nobody", password = "x" }, Stop);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.NotEmpty(proxy.RequestsOf(trace));
        Assert.All(proxy.RequestsOf(trace), request => Assert.True(request.NamesItsKeys, request.ToString()));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
