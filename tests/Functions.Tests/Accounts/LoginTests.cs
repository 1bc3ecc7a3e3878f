using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using Dfm.Core.Accounts;
using Dfm.Functions.Accounts.Responses;
using Dfm.Functions.Accounts.Sessions;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dfm.Functions.Tests.Accounts;

public sealed class LoginTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private StorageProxy storage = null!;
    private InProcessPortal portal = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        storage = await StorageProxy.StartAsync(azurite.NewAccount());
        portal = await InProcessPortal.StartAsync(
            storage.Account, new Dictionary<string, string> { ["Auth__FailuresByAddress"] = "12" }, logged: LogLevel.Trace);
        await portal.AddCustomer("C1", "S1", "S2", "S3");
        await portal.AddAccount("c.delorme", "C1");
        await portal.AddAccount("j.petit", "C1", "S2");
    }

    public async ValueTask DisposeAsync()
    {
        await portal.DisposeAsync();
        await storage.DisposeAsync();
    }

    [Fact]
    public async Task Login_OfASupervisor_GivesATokenACookieAndWhoItIs()
    {
        using var answer = await portal.Login("  C.Delorme ");

        var signedIn = await answer.Read<SignedIn>(HttpStatusCode.OK);
        Assert.StartsWith("dfm_refresh=", answer.SetCookie(), StringComparison.Ordinal);
        Assert.EndsWith("; max-age=2592000; path=/api/auth; samesite=strict; httponly", answer.SetCookie(), StringComparison.Ordinal);
        Assert.EndsWith(
            "; max-age=31536000; path=/api/auth/login; samesite=strict; httponly", answer.SetCookie("dfm_device_"), StringComparison.Ordinal);
        Assert.Equal(900, signedIn.ExpiresIn);
        var user = signedIn.User;
        Assert.Equal("Personne c.delorme", user.Name);
        Assert.Equal(Profile.Supervisor, user.Profile);
        Assert.Equal("Société C1", user.Customer.Name);
        Assert.Equal(["S1", "S2", "S3"], user.Sites.Select(site => site.Id.Value));
        Assert.Contains("users.manage", user.Rights);
    }

    [Fact]
    public async Task Me_OfAUser_ShowsTheAssignedSitesAlone()
    {
        using var login = await portal.Login("j.petit");
        var token = (await login.Read<SignedIn>()).AccessToken;

        using var request = new HttpRequestMessage(HttpMethod.Get, "api/me");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await portal.Client.SendAsync(request, Stop);

        var me = await answer.Read<MeResponse>();
        Assert.Equal(Profile.User, me.Profile);
        var site = Assert.Single(me.Sites);
        Assert.Equal(("Site S2", "Chartres"), (site.Name, site.Town));
        Assert.DoesNotContain("users.manage", me.Rights);
    }

    [Fact]
    public async Task TheCookies_AreSecure_BehindAFrontEnd()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/auth/login")
        {
            Content = JsonContent.Create(new { identifier = "c.delorme", password = InProcessPortal.Password }),
            Headers = { { "X-Forwarded-Proto", "https" } },
        };
        using var answer = await portal.Client.SendAsync(request, Stop);

        Assert.Contains("; secure", answer.SetCookie(), StringComparison.Ordinal);
        Assert.Contains("; secure", answer.SetCookie("dfm_device_"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AWrongIdentifierAndAWrongPassword_AnswerAlike_AfterTheSameWork()
    {
        var passwords = portal.Services.GetRequiredService<Passwords>();
        // The address has its row, whoever fails first.
        (await portal.Login("anybody", "wrong")).Dispose();
        var (wrongPassword, workOfPassword) = await Refused("c.delorme");
        var (unknown, workOfUnknown) = await Refused("nobody");

        Assert.Equal(wrongPassword, unknown);
        Assert.Equal(3, passwords.Verified);
        Assert.Equal(workOfPassword, workOfUnknown);

        async Task<(string Answer, string Work)> Refused(string identifier)
        {
            portal.Clock.Advance(TimeSpan.FromHours(1));
            var before = storage.Requests.Count;
            using var answer = await portal.Login(identifier, "wrong");
            await answer.IsProblem(HttpStatusCode.Unauthorized, "invalid-credentials");
            var headers = answer.Headers.Where(header => header.Key != "Date")
                .Select(header => $"{header.Key}: {string.Join(',', header.Value)}");
            return (
                $"{answer.StatusCode} {string.Join('\n', headers)} {await answer.Content.ReadAsStringAsync(Stop)}",
                string.Join(' ', storage.RequestsOfCalls(before).Select(request => request.Operation).Order()));
        }
    }

    [Theory]
    [InlineData("c.delorme")]
    [InlineData("nobody")]
    public async Task AfterFiveFailures_TheAccountWaits_KnownOrNot(string identifier)
    {
        for (var attempt = 0; attempt < 5; attempt++)
        {
            using var failed = await portal.Login(identifier, "wrong");
            await failed.IsProblem(HttpStatusCode.Unauthorized, "invalid-credentials");
            portal.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        using var refused = await portal.Login(identifier);
        await refused.IsProblem(HttpStatusCode.TooManyRequests, "too-many-attempts");
        Assert.Equal(TimeSpan.FromMinutes(10), refused.Headers.RetryAfter?.Delta);

        portal.Clock.Advance(TimeSpan.FromMinutes(10));
        using var again = await portal.Login(identifier);
        Assert.Equal(identifier == "nobody" ? HttpStatusCode.Unauthorized : HttpStatusCode.OK, again.StatusCode);
    }

    [Fact]
    public async Task ASuccess_ForgetsTheFailures()
    {
        for (var round = 0; round < 2; round++)
        {
            for (var attempt = 0; attempt < 4; attempt++) (await portal.Login("c.delorme", "wrong")).Dispose();
            using var right = await portal.Login("c.delorme");
            Assert.Equal(HttpStatusCode.OK, right.StatusCode);
        }
    }

    [Fact]
    public async Task GuessesAtTheSameTime_AreNoMoreThanFive()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(guess => portal.Login("c.delorme", $"guess {guess}")));

        var statuses = answers.Select(answer => answer.StatusCode).ToList();
        foreach (var answer in answers) answer.Dispose();
        Assert.Equal(5, statuses.Count(status => status is HttpStatusCode.Unauthorized));
        Assert.Equal(35, statuses.Count(status => status is HttpStatusCode.TooManyRequests));
        Assert.Equal(5, portal.Services.GetRequiredService<Passwords>().Verified);
    }

    [Fact]
    public async Task AnAddress_WaitsAfterItsOwnLimit_WhomeverItTries()
    {
        for (var attempt = 0; attempt < 12; attempt++) (await portal.Login($"somebody{attempt}", "wrong")).Dispose();

        using var refused = await portal.Login("c.delorme");
        await refused.IsProblem(HttpStatusCode.TooManyRequests, "too-many-attempts");

        portal.Clock.Advance(TimeSpan.FromMinutes(15));
        using var again = await portal.Login("c.delorme");
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
    }

    [Fact]
    public async Task ALogin_CostsSevenStorageRequests_AndMeTwo_EachByItsKeys()
    {
        // The month's first line creates its table.
        (await portal.Login("j.petit")).Dispose();
        portal.Clock.Advance(TimeSpan.FromHours(1));
        var (login, answer) = await Counted(() => portal.Login("c.delorme"));
        var token = (await answer.Read<SignedIn>()).AccessToken;
        answer.Dispose();
        using var client = new HttpClient { BaseAddress = portal.Client.BaseAddress };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var (me, second) = await Counted(() => client.GetAsync(new Uri("api/me", UriKind.Relative), Stop));
        second.Dispose();

        // Read account and address; count the attempt in; the user, while the password is verified; then, with the customer, one transaction for session and counter; beside it, a line of the journal of use.
        Assert.Equal(["Get Accounts", "Get Users", "Insert Accounts", "Query Accounts", "Query Customers", "Transaction Accounts", "UpsertReplace Usage203703"], login);
        Assert.Equal(["Get Users", "Query Customers"], me);
    }

    [Fact]
    public async Task AnOlderCheaperHash_IsReplacedAtTheNextSignIn()
    {
        var accounts = portal.Services.GetRequiredService<IAccountStore>();
        var cheap = new Microsoft.AspNetCore.Identity.PasswordHasher<object>(Microsoft.Extensions.Options.Options.Create(
            new Microsoft.AspNetCore.Identity.PasswordHasherOptions { IterationCount = 1000 })).HashPassword(new object(), "old password");
        var account = await portal.AddAccount("m.garnier", "C1");
        await accounts.Save(account, cheap, Stop);

        for (var round = 0; round < 2; round++)
        {
            using var answer = await portal.Login("m.garnier", "old password");
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.NotEqual(cheap, (await accounts.ReadForSignIn(account.Identifier, Stop)).PasswordHash);
        }
    }

    [Theory]
    [InlineData("\u00E9te\u0301 a\u0300 la\u00A0plage")]
    [InlineData("e\u0301t\u00E9 \u00E0\u202Fla plage")]
    [InlineData("\u00E9t\u00E9 \u00E0 la plage")]
    public async Task APassword_IsRight_OnWhateverKeyboardItIsTyped(string typed)
    {
        var accounts = portal.Services.GetRequiredService<IAccountStore>();
        var account = await portal.AddAccount("m.garnier", "C1");
        await accounts.Save(account, portal.Services.GetRequiredService<Passwords>().Hash(Password.Parse("e\u0301te\u0301 \u00E0 la plage")), Stop);

        using var right = await LoginAsBytes("\uFEFFM.Garnier\u00A0", typed);
        using var wrong = await LoginAsBytes("m.garnier", typed + " ");

        Assert.Equal(HttpStatusCode.OK, right.StatusCode);
        await wrong.IsProblem(HttpStatusCode.Unauthorized, "invalid-credentials");
    }

    [Theory]
    [InlineData("", "", "identifier", "password")]
    [InlineData("\u200B", "secret", "identifier")]
    [InlineData("c.delorme", "sec\u200Bret", "password")]
    [InlineData("c.delorme", "secret\\n", "password")]
    public async Task WhatNoKeyboardTypes_IsRefused_WithoutAnAttempt(string identifier, string password, params string[] fields)
    {
        var passwords = portal.Services.GetRequiredService<Passwords>();

        using var refused = await LoginAsBytes(identifier, password);

        await refused.RefusesFields(fields);
        Assert.Equal(0, passwords.Verified);
    }

    [Fact]
    public async Task Logs_HoldNeitherIdentifiersNorMailsNorSecrets()
    {
        using var right = await portal.Login("j.petit");
        (await portal.Login("j.petit", "a wrong password")).Dispose();
        (await portal.Login("somebody.unknown", "a wrong password")).Dispose();
        (await portal.Post("api/auth/refresh", right.RefreshCookie())).Dispose();

        var logs = string.Join('\n', portal.Logs.Lines);
        Assert.Contains("api/auth/login", logs, StringComparison.Ordinal);
        string[] secrets =
        [
            "j.petit", "somebody.unknown", "@example.com", InProcessPortal.Password, "a wrong password", right.RefreshCookie()[^43..],
            (await right.Read<SignedIn>()).AccessToken,
        ];
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, logs, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>With every character as UTF-8 in the body, where a JSON writer would escape some.</summary>
    private async Task<HttpResponseMessage> LoginAsBytes(string identifier, string password)
    {
        using var body = new StringContent(
            $$"""{"identifier":"{{identifier}}","password":"{{password}}"}""", Encoding.UTF8, "application/json");
        return await portal.Client.PostAsync(new Uri("api/auth/login", UriKind.Relative), body, Stop);
    }

    private async Task<(IReadOnlyList<string> Requests, HttpResponseMessage Answer)> Counted(Func<Task<HttpResponseMessage>> call)
    {
        var before = storage.Requests.Count;
        var answer = await call();
        var made = storage.RequestsOfCalls(before);
        Assert.All(made, request => Assert.True(request.NamesItsKeys, request.ToString()));
        return ([.. made.Select(request => $"{request.Operation} {request.Resource}").Order(StringComparer.Ordinal)], answer);
    }
}
