using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Azure.Data.Tables;
using Dfm.Core.Accounts;
using Dfm.Functions.Accounts.Effects;
using Dfm.Functions.Accounts.Sessions;
using Dfm.Functions.Storage;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dfm.Functions.Tests.Accounts;

/// <summary>« Mot de passe oublié », the link of its mail, and changing a password.</summary>
public sealed class PasswordTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const string Another = "Quatre ânes gris ?";

    private StorageProxy storage = null!;
    private TwoCustomers portal = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        storage = await StorageProxy.StartAsync(azurite.NewAccount());
        var started = await InProcessPortal.StartAsync(
            storage.Account, new Dictionary<string, string> { ["Auth__FailuresByAddress"] = "12" }, logged: LogLevel.Trace);
        portal = new TwoCustomers(started, started.Client);
        await started.AddCustomer("C1", "S1");
        await started.AddAccount("c.delorme", "C1");
        await started.AddAccount("j.petit", "C1", "S1");
    }

    public async ValueTask DisposeAsync()
    {
        await portal.DisposeAsync();
        await storage.DisposeAsync();
    }

    [Fact]
    public async Task AForgottenPassword_IsSetByTheLinkOfTheMail_Once_AndEndsAllSessions()
    {
        using var before = await portal.Portal.Login("c.delorme");
        var token = await Forgotten("C.Delorme ");

        using var reset = await Reset(token, Another);

        Assert.Equal("c.delorme", (await reset.Json()).GetProperty("identifier").GetString());
        using var refreshed = await portal.Portal.Post("api/auth/refresh", before.RefreshCookie());
        await refreshed.IsProblem(HttpStatusCode.Unauthorized, "session-ended");
        await SignsIn("c.delorme", Another);
        await SignsInNot("c.delorme", InProcessPortal.Password);
        using var again = await Reset(token, "Cinq moutons noirs.");
        await again.IsProblem(HttpStatusCode.BadRequest, "password-link-invalid");
        await portal.MailsAbout("password-changed-", 1);
    }

    [Fact]
    public async Task AnUnknownIdentifier_IsAnsweredAlike_AfterTheSameWork_AndGetsNoMail()
    {
        // The address has its row, whoever asks first.
        (await Forget("anybody")).Dispose();
        var (known, workForKnown) = await Asked("c.delorme");
        var (unknown, workForUnknown) = await Asked("nobody.at.all");

        Assert.Equal(known, unknown);
        Assert.Equal(workForKnown, workForUnknown);
        await portal.MailsAbout("password-reset-", 1);
        await OutboxIsEmpty();
        Assert.Single(await portal.Mails());

        async Task<(string Answer, string Work)> Asked(string identifier)
        {
            var trace = ActivityTraceId.CreateRandom().ToHexString();
            using var request = new HttpRequestMessage(HttpMethod.Post, "api/auth/forgot-password") { Content = JsonContent.Create(new { identifier }) };
            request.Headers.Add("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-00");
            using var answer = await portal.Portal.Client.SendAsync(request, Stop);
            Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
            var headers = answer.Headers.Where(header => header.Key != "Date").Select(header => $"{header.Key}: {string.Join(',', header.Value)}");
            var work = storage.RequestsOf(trace).Where(RequestCounter.IsOwn).Select(request => $"{request.Operation} {request.Resource}");
            return (string.Join('\n', headers) + await answer.Content.ReadAsStringAsync(Stop), string.Join(' ', work.Order(StringComparer.Ordinal)));
        }
    }

    [Fact]
    public async Task ALink_EndsAfterAnHour_AndWithTheNextOne()
    {
        var first = await Forgotten("c.delorme");
        var second = await Forgotten("c.delorme");
        using var replaced = await Reset(first, Another);
        await replaced.IsProblem(HttpStatusCode.BadRequest, "password-link-invalid");

        portal.Portal.Clock.Advance(TimeSpan.FromHours(1));

        using var late = await Reset(second, Another);
        await late.IsProblem(HttpStatusCode.BadRequest, "password-link-invalid");
        await SignsIn("c.delorme", InProcessPortal.Password);
    }

    [Fact]
    public async Task AMail_WhoseEffectIsPerformedAgain_IsTheSame_AndNoMoreOnceItsLinkWasUsed()
    {
        var effect = ActivatorUtilities.CreateInstance<PasswordLinkEffect>(portal.Portal.Services);
        var account = portal.Portal.Services.GetRequiredService<IAccountStore>().KeyOf(LoginIdentifier.Parse("c.delorme"));
        var payload = PasswordLinkEffect.Of(new(account, Guid.NewGuid(), PasswordLinkKind.Reset, portal.Portal.Clock.GetUtcNow())).Payload;
        await effect.Perform(payload, Stop);
        await effect.Perform(payload, Stop);
        var token = TokenIn(await portal.Mail(Assert.Single(await portal.MailsAbout("password-reset-", 1))));

        using var used = await Reset(token, Another);
        Assert.Equal(HttpStatusCode.OK, used.StatusCode);
        await effect.Perform(payload, Stop);

        using var again = await Reset(token, "Cinq moutons noirs.");
        await again.IsProblem(HttpStatusCode.BadRequest, "password-link-invalid");
    }

    [Fact]
    public async Task AnAddress_ThatAsksTooOften_Waits_ButStillSignsIn()
    {
        for (var request = 0; request < 12; request++) (await Forget($"somebody{request}")).Dispose();

        using var refused = await Forget("c.delorme");
        await refused.IsProblem(HttpStatusCode.TooManyRequests, "too-many-attempts");
        await SignsIn("c.delorme", InProcessPortal.Password);
    }

    [Fact]
    public async Task ALockedOutPerson_SignsInWithTheNewPassword()
    {
        for (var attempt = 0; attempt < 5; attempt++) (await portal.Portal.Login("c.delorme", "wrong")).Dispose();
        await SignsInNot("c.delorme", InProcessPortal.Password, HttpStatusCode.TooManyRequests);

        using var reset = await Reset(await Forgotten("c.delorme"), Another);

        await SignsIn("c.delorme", Another);
    }

    [Fact]
    public async Task ASetPassword_ThatIsTooEasy_IsRefused_AndTheLinkStaysGood()
    {
        var token = await Forgotten("c.delorme");
        foreach (var easy in (string[])["trop court", "azertyuiop123", "c.delorme c.delorme"])
        {
            using var refused = await Reset(token, easy);
            await refused.RefusesFields("password");
        }

        using var reset = await Reset(token, Another);
        Assert.Equal(HttpStatusCode.OK, reset.StatusCode);
    }

    [Theory]
    [InlineData("", "Quatre ânes gris ?", "token")]
    [InlineData("x", "", "password")]
    [InlineData("x", "Quatre\u200Bânes gris", "password")]
    public async Task ABrokenReset_NamesItsFields(string token, string password, string field)
    {
        using var refused = await Reset(token, password);
        await refused.RefusesFields(field);
    }

    [Fact]
    public async Task AnInventedToken_IsNoLink()
    {
        var account = portal.Portal.Services.GetRequiredService<IAccountStore>().KeyOf(LoginIdentifier.Parse("c.delorme"));
        foreach (var token in (string[])["x", $"{account}.{new string('A', 43)}", $"{new string('A', 43)}.{new string('A', 43)}"])
        {
            using var refused = await Reset(token, Another);
            await refused.IsProblem(HttpStatusCode.BadRequest, "password-link-invalid");
        }
    }

    [Fact]
    public async Task AnAddress_ThatTriesTooManyLinks_Waits_AndAGoodOneStillOpens()
    {
        var token = await Forgotten("c.delorme");
        for (var link = 0; link < 12; link++) (await Reset($"x{link}", Another)).Dispose();

        using var refused = await Reset("x", Another);
        await refused.IsProblem(HttpStatusCode.TooManyRequests, "too-many-attempts");
        using var reset = await Reset(token, Another);
        Assert.Equal(HttpStatusCode.OK, reset.StatusCode);
    }

    [Fact]
    public async Task ASignIn_WhosePasswordIsReplacedWhileItIsVerified_StartsNoSession()
    {
        var accounts = portal.Portal.Services.GetRequiredService<IAccountStore>();
        var claire = LoginIdentifier.Parse("c.delorme");
        var verified = await accounts.ReadForSignIn(claire, Stop);
        using var reset = await Reset(await Forgotten("c.delorme"), Another);

        var now = portal.Portal.Clock.GetUtcNow();
        var signIn = verified.Succeed(new AttemptCounter(claire, null), Session.Start("late", "hash", now), betterPasswordHash: null, now);

        Assert.False(await accounts.StoreSignIn(signIn, Stop));
        Assert.Empty((await accounts.ReadForSignIn(claire, Stop)).Sessions);
        await SignsIn("c.delorme", Another);
    }

    [Fact]
    public async Task ResetsOfOneLinkAtTheSameTime_SetOnePassword()
    {
        var token = await Forgotten("c.delorme");
        string[] passwords = [.. Enumerable.Range(1, 4).Select(number => $"Quatre ânes gris {number}")];

        var answers = await Task.WhenAll(passwords.Select(password => Reset(token, password)));

        var won = Assert.Single(answers.Index(), one => one.Item.StatusCode is HttpStatusCode.OK).Index;
        await SignsIn("c.delorme", passwords[won]);
        foreach (var answer in answers) answer.Dispose();
    }

    [Fact]
    public async Task AChangedPassword_EndsTheOtherSessions_AndTellsThePerson()
    {
        using var other = await portal.Portal.Login("c.delorme");
        using var own = await portal.Portal.Login("c.delorme");

        using var changed = await Change(own, InProcessPortal.Password, Another);

        Assert.Equal(HttpStatusCode.NoContent, changed.StatusCode);
        using var ended = await portal.Portal.Post("api/auth/refresh", other.RefreshCookie());
        await ended.IsProblem(HttpStatusCode.Unauthorized, "session-ended");
        using var kept = await portal.Portal.Post("api/auth/refresh", own.RefreshCookie());
        Assert.Equal(HttpStatusCode.OK, kept.StatusCode);
        await SignsIn("c.delorme", Another);
        var mail = await portal.Mail(Assert.Single(await portal.MailsAbout("password-changed-", 1)));
        Assert.Equal(["c.delorme@example.com"], mail.To);
    }

    [Fact]
    public async Task AChange_AsksForThePresentPassword_FiveTimesAtMost()
    {
        using var own = await portal.Portal.Login("c.delorme");
        using var easy = await Change(own, InProcessPortal.Password, "trop court");
        await easy.RefusesFields("newPassword");
        for (var guess = 0; guess < 5; guess++)
        {
            using var wrong = await Change(own, $"guess {guess}", Another);
            await wrong.RefusesFields("currentPassword");
        }

        using var refused = await Change(own, InProcessPortal.Password, Another);
        await refused.IsProblem(HttpStatusCode.TooManyRequests, "too-many-attempts");
        await SignsIn("c.delorme", InProcessPortal.Password);
    }

    [Fact]
    public async Task Tokens_StandNeitherInStorage_NorInLogs()
    {
        var token = await Forgotten("c.delorme");
        using var reset = await Reset(token, Another);
        await portal.MailsAbout("password-changed-", 1);

        var secret = token.Split('.')[1];
        var rows = portal.Portal.Services.GetRequiredService<TableServiceClient>().GetTableClient(TableNames.Accounts);
        await foreach (var row in rows.QueryAsync<TableEntity>(cancellationToken: Stop))
            Assert.DoesNotContain(secret, string.Join(' ', row), StringComparison.Ordinal);
        var logs = string.Join('\n', portal.Portal.Logs.Lines);
        Assert.Contains("api/auth/reset-password", logs, StringComparison.Ordinal);
        Assert.All((string[])[secret, Another, "c.delorme"], text => Assert.DoesNotContain(text, logs, StringComparison.OrdinalIgnoreCase));
    }

    private async Task OutboxIsEmpty() => await Waiting.Until(async () =>
        (await portal.Portal.Client.Get<IReadOnlyList<QueueLength>>("/local/queues?format=json")).All(queue => queue.IsDone));

    private Task<HttpResponseMessage> Forget(string identifier) =>
        portal.Portal.Post("api/auth/forgot-password", cookie: null, JsonContent.Create(new { identifier }));

    private Task<HttpResponseMessage> Reset(string token, string password) =>
        portal.Portal.Post("api/auth/reset-password", cookie: null, JsonContent.Create(new { token, password }));

    private async Task<HttpResponseMessage> Change(HttpResponseMessage login, string currentPassword, string newPassword)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "api/me/password") { Content = JsonContent.Create(new { currentPassword, newPassword }) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", (await login.Read<SignedIn>()).AccessToken);
        return await portal.Portal.Client.SendAsync(request, Stop);
    }

    /// <summary>Asks for a link and returns its token.</summary>
    private async Task<string> Forgotten(string identifier)
    {
        var before = (await portal.Mails()).Select(mail => mail.MailId).ToHashSet();
        using var answer = await Forget(identifier);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        KeptMail? mail = null;
        await Waiting.Until(async () =>
        {
            mail = (await portal.Mails()).FirstOrDefault(one => !before.Contains(one.MailId) && one.MailId.StartsWith("password-reset-", StringComparison.Ordinal));
            return mail is not null;
        });
        return TokenIn(mail!);
    }

    private static string TokenIn(KeptMail mail) => Regex.Match(mail.Text, "/reset-password#(\\S+)").Groups[1].Value;

    private async Task SignsIn(string identifier, string password)
    {
        using var answer = await portal.Portal.Login(identifier, password);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private async Task SignsInNot(string identifier, string password, HttpStatusCode status = HttpStatusCode.Unauthorized)
    {
        using var answer = await portal.Portal.Login(identifier, password);
        Assert.Equal(status, answer.StatusCode);
    }
}
