using System.Net;
using Azure.Data.Tables;
using Dfm.Core.Accounts;
using Dfm.Functions.Accounts.Sessions;
using Dfm.Functions.Storage;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.Functions.Tests.Accounts;

public sealed class SessionTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const string Refresh = "api/auth/refresh";

    private InProcessPortal portal = null!;

    public async ValueTask InitializeAsync()
    {
        portal = await InProcessPortal.StartAsync(azurite.NewAccount());
        await portal.AddCustomer("C1", "S1");
        await portal.AddAccount("c.delorme", "C1");
    }

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Fact]
    public async Task Refresh_GivesANewTokenAndANewCookie()
    {
        var first = await SignIn();
        portal.Clock.Advance(TimeSpan.FromMinutes(20));

        using var answer = await portal.Post(Refresh, first);

        var signedIn = await answer.Read<SignedIn>(HttpStatusCode.OK);
        Assert.NotEqual(first, answer.RefreshCookie());
        Assert.Equal("Société C1", signedIn.User.Customer.Name);
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/me");
        request.Headers.Add("Authorization", "Bearer " + signedIn.AccessToken);
        using var me = await portal.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, me.StatusCode);
    }

    [Fact]
    public async Task AnOldToken_RevokesTheWholeSession_AndNoOther()
    {
        var otherDevice = await SignIn();
        var stolen = await SignIn();
        using var rotated = await portal.Post(Refresh, stolen);
        portal.Clock.Advance(Session.RepeatWithin);

        await IsEnded(stolen);

        await IsEnded(rotated.RefreshCookie());
        using var other = await portal.Post(Refresh, otherDevice);
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }

    [Fact]
    public async Task ManyTabsAtOnce_GetTheSameCookie_AndTheSessionGoesOn()
    {
        for (var round = 0; round < 8; round++)
        {
            var cookie = await SignIn();
            var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => portal.Post(Refresh, cookie)));

            Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
            var successor = Assert.Single(answers.Select(answer => answer.RefreshCookie()).Distinct());
            portal.Clock.Advance(TimeSpan.FromMinutes(15));
            using var next = await portal.Post(Refresh, successor);
            Assert.Equal(HttpStatusCode.OK, next.StatusCode);
            Assert.NotEqual(successor, next.RefreshCookie());
            foreach (var answer in answers) answer.Dispose();
        }
    }

    [Fact]
    public async Task ALostAnswer_AskedForAgainWithinTenSeconds_IsTheSameCookie_AndLaterTheEnd()
    {
        var cookie = await SignIn();
        using var lost = await portal.Post(Refresh, cookie);
        portal.Clock.Advance(TimeSpan.FromSeconds(9));

        using var repeated = await portal.Post(Refresh, cookie);

        Assert.Equal(lost.RefreshCookie(), repeated.RefreshCookie());
        Assert.NotEmpty((await repeated.Read<SignedIn>(HttpStatusCode.OK)).AccessToken);
        portal.Clock.Advance(TimeSpan.FromSeconds(1));
        await IsEnded(cookie);
        await IsEnded(lost.RefreshCookie());
    }

    [Fact]
    public async Task AToken_StandsNowhereInStorage()
    {
        var signedIn = await SignIn();
        using var refreshed = await portal.Post(Refresh, signedIn);

        var rows = new List<string>();
        var table = portal.Services.GetRequiredService<TableServiceClient>().GetTableClient(TableNames.Accounts);
        await foreach (var row in table.QueryAsync<TableEntity>(cancellationToken: TestContext.Current.CancellationToken))
            rows.Add(string.Join(' ', row));

        Assert.Contains(rows, row => row.Contains("session-", StringComparison.Ordinal));
        foreach (var secret in new[] { signedIn, refreshed.RefreshCookie() }.Select(cookie => cookie.Split('.')[^1]))
            Assert.All(rows, row => Assert.DoesNotContain(secret, row, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Logout_EndsTheSession_AndClearsTheCookie()
    {
        var cookie = await SignIn();

        using var answer = await portal.Post("api/auth/logout", cookie);

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.StartsWith("dfm_refresh=; max-age=0; path=/api/auth", answer.SetCookie(), StringComparison.Ordinal);
        await IsEnded(cookie);
        using var again = await portal.Post("api/auth/logout", cookie);
        Assert.Equal(HttpStatusCode.NoContent, again.StatusCode);
    }

    [Fact]
    public async Task ASession_EndsThirtyDaysAfterItsLastRefresh()
    {
        var cookie = await SignIn();
        portal.Clock.Advance(TimeSpan.FromDays(29));
        using var refreshed = await portal.Post(Refresh, cookie);
        Assert.Equal(HttpStatusCode.OK, refreshed.StatusCode);

        portal.Clock.Advance(TimeSpan.FromDays(30));

        await IsEnded(refreshed.RefreshCookie());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("dfm_refresh=")]
    [InlineData("dfm_refresh=a.b.c")]
    public async Task WithoutASession_ThereIsNothingToRefresh(string? cookie) => await IsEnded(cookie);

    [Fact]
    public async Task AnInventedToken_IsNoSession() =>
        await IsEnded($"dfm_refresh={new string('A', 43)}.{new string('A', 22)}.{new string('A', 43)}");

    [Fact]
    public async Task ManySignIns_KeepTwentySessions()
    {
        var cookies = new List<string>();
        for (var device = 0; device < 22; device++)
        {
            cookies.Add(await SignIn());
            portal.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        await IsEnded(cookies[1]);
        using var third = await portal.Post(Refresh, cookies[2]);
        Assert.Equal(HttpStatusCode.OK, third.StatusCode);
    }

    private async Task<string> SignIn()
    {
        using var answer = await portal.Login("c.delorme");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return answer.RefreshCookie();
    }

    private async Task IsEnded(string? cookie)
    {
        using var answer = await portal.Post(Refresh, cookie);
        await answer.IsProblem(HttpStatusCode.Unauthorized, "session-ended");
        Assert.StartsWith("dfm_refresh=; max-age=0", answer.SetCookie(), StringComparison.Ordinal);
    }
}
