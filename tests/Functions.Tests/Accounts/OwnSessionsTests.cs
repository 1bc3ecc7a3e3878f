using System.Net;
using System.Net.Http.Headers;
using Dfm.Functions.Accounts;
using Dfm.Functions.Accounts.Sessions;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;

namespace Dfm.Functions.Tests.Accounts;

/// <summary>People see where they are signed in, and end it from anywhere.</summary>
public sealed class OwnSessionsTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private InProcessPortal portal = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        portal = await InProcessPortal.StartAsync(azurite.NewAccount());
        await portal.AddCustomer("C1", "S1");
        await portal.AddAccount("c.delorme", "C1");
        await portal.AddAccount("j.petit", "C1", "S1");
    }

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Fact]
    public async Task Sessions_AreListed_TheLastUsedFirst_WithTheirDevices()
    {
        using var other = await portal.Login("c.delorme");
        portal.Clock.Advance(TimeSpan.FromMinutes(1));
        using var own = await portal.Login("c.delorme");
        using var strangers = await portal.Login("j.petit");

        var sessions = await Listed(own);

        Assert.Equal([true, false], sessions.Select(session => session.IsCurrent));
        Assert.All(sessions, session => Assert.Equal(("Appareil inconnu", session.StartedAt), (session.Device, session.UsedAt)));
        Assert.Equal(portal.Clock.GetUtcNow(), sessions[0].StartedAt);
    }

    [Fact]
    public async Task AnEndedSession_IsRefreshedNoMore_AndIsListedNoMore()
    {
        using var lost = await portal.Login("c.delorme");
        using var own = await portal.Login("c.delorme");
        var id = (await Listed(own)).Single(session => !session.IsCurrent).Id;

        using var ended = await Send(own, HttpMethod.Delete, $"api/me/sessions/{id}");

        Assert.Equal(HttpStatusCode.NoContent, ended.StatusCode);
        using var refreshed = await portal.Post("api/auth/refresh", lost.RefreshCookie());
        await refreshed.IsProblem(HttpStatusCode.Unauthorized, "session-ended");
        Assert.Single(await Listed(own));
        using var again = await Send(own, HttpMethod.Delete, $"api/me/sessions/{id}");
        await again.IsProblem(HttpStatusCode.NotFound, "session-not-found");
    }

    [Fact]
    public async Task AnotherPersonsSession_IsUnknown_AndGoesOn()
    {
        using var strangers = await portal.Login("j.petit");
        using var own = await portal.Login("c.delorme");
        var id = Assert.Single(await Listed(strangers)).Id;

        using var refused = await Send(own, HttpMethod.Delete, $"api/me/sessions/{id}");

        await refused.IsProblem(HttpStatusCode.NotFound, "session-not-found");
        using var refreshed = await portal.Post("api/auth/refresh", strangers.RefreshCookie());
        Assert.Equal(HttpStatusCode.OK, refreshed.StatusCode);
    }

    [Fact]
    public async Task AllOthers_EndAtOnce()
    {
        using var first = await portal.Login("c.delorme");
        using var second = await portal.Login("c.delorme");
        using var own = await portal.Login("c.delorme");

        using var ended = await Send(own, HttpMethod.Delete, "api/me/sessions");

        Assert.Equal(HttpStatusCode.NoContent, ended.StatusCode);
        Assert.True(Assert.Single(await Listed(own)).IsCurrent);
        using var refreshed = await portal.Post("api/auth/refresh", own.RefreshCookie());
        Assert.Equal(HttpStatusCode.OK, refreshed.StatusCode);
    }

    private async Task<IReadOnlyList<ListSessions.SessionResponse>> Listed(HttpResponseMessage login)
    {
        using var answer = await Send(login, HttpMethod.Get, "api/me/sessions");
        return (await answer.Read<Page<ListSessions.SessionResponse>>()).Items;
    }

    private async Task<HttpResponseMessage> Send(HttpResponseMessage login, HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", (await login.Read<SignedIn>()).AccessToken);
        return await portal.Client.SendAsync(request, Stop);
    }
}
