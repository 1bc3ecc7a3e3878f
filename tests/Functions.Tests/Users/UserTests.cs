using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Dfm.Core.Accounts;
using Dfm.Functions.Accounts.Responses;
using Dfm.Functions.Accounts.Sessions;
using Dfm.Functions.Tests.Accounts;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Functions.Users.Responses;
using Dfm.Testing;

namespace Dfm.Functions.Tests.Users;

/// <summary>A Superviseur invites the people of the own customer, opens parts of the portal to them, and closes them out.</summary>
public sealed class UserTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const string Password = "Quatre ânes gris ?";

    private InProcessPortal started = null!;
    private TwoCustomers portal = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        started = await TwoCustomers.StartInProcess(azurite.NewAccount());
        portal = new TwoCustomers(started, started.Client);
        await started.AddAccount("claire", "c1");
        await started.AddAccount("paul", "c1", "s1");
        await started.AddAccount("zoe", "c2");
    }

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Fact]
    public async Task AnInvitedPerson_SetsThePassword_SignsIn_AndSeesWhatWasOpened()
    {
        var invited = await Invited(new { name = "Léa Roy", email = "Lea.Roy@example.com", profile = "User", sites = Texts("s2"), rights = Texts("Dits", "Invoices") });

        Assert.Equal(("lea.roy@example.com", AccountState.Invited), (invited.Identifier, invited.State));
        var mail = await MailTo("Lea.Roy@example.com", 1);
        Assert.Contains("Personne claire", mail.Text, StringComparison.Ordinal);
        using var set = await SetPassword(TokenIn(mail));
        Assert.Equal("lea.roy@example.com", (await set.Json()).GetProperty("identifier").GetString());
        using var login = await started.Login("lea.roy@example.com", Password);
        var me = (await login.Read<SignedIn>()).User;
        Assert.Equal(["s2"], me.Sites.Select(site => site.Id.Value));
        Assert.Equal(["assets.read", "dits.read", "dits.raise", "dits.message", "dits.cancel", "invoices.read"], me.Rights);
        await Waiting.Until(async () => (await portal.Supervisor.Get<UserResponse>($"/api/users/{invited.Id}")).State is AccountState.Active);
        using var again = await SetPassword(TokenIn(mail));
        await again.IsProblem(HttpStatusCode.BadRequest, "password-link-invalid");
    }

    [Fact]
    public async Task ARight_TakenAwayOrGiven_CountsFromTheNextRequestOn()
    {
        using var paul = await SignedIn("paul");
        Assert.Equal(HttpStatusCode.OK, await Status(paul, "dits"));
        Assert.Equal(HttpStatusCode.Forbidden, await Status(paul, "invoices"));

        await Changed("paul", new { rights = Texts("Invoices"), sites = Texts("s2") });

        using var refused = await paul.GetAsync(new Uri("/api/dits", UriKind.Relative), Stop);
        await refused.IsProblem(HttpStatusCode.Forbidden, "right-missing");
        Assert.Equal(HttpStatusCode.OK, await Status(paul, "invoices"));
        Assert.Equal(["s2"], (await paul.Get<MeResponse>("/api/me")).Sites.Select(site => site.Id.Value));
        Assert.Equal(HttpStatusCode.NotFound, await Status(paul, "assets/p1"));
    }

    [Fact]
    public async Task AProfile_CountsFromTheNextRequestOn()
    {
        using var paul = await SignedIn("paul");
        Assert.Equal(HttpStatusCode.Forbidden, await Status(paul, "users"));

        await Changed("paul", new { profile = "Supervisor" });

        Assert.Equal(HttpStatusCode.OK, await Status(paul, "users"));
        Assert.Equal(HttpStatusCode.OK, await Status(paul, "invoices"));
    }

    [Fact]
    public async Task ADeactivatedPerson_IsOutWithTheNextRequest_AndInAgainOnceReactivated()
    {
        using var login = await started.Login("paul");
        using var paul = ClientOf(await login.Read<SignedIn>());

        await Post($"users/{"paul"}/deactivate", HttpStatusCode.OK);

        using var request = await paul.GetAsync(new Uri("/api/me", UriKind.Relative), Stop);
        await request.IsProblem(HttpStatusCode.Unauthorized, "token-invalid");
        using var refreshed = await started.Post("api/auth/refresh", login.RefreshCookie());
        await refreshed.IsProblem(HttpStatusCode.Unauthorized, "session-ended");
        using var signIn = await started.Login("paul");
        await signIn.IsProblem(HttpStatusCode.Unauthorized, "invalid-credentials");
        await Post($"users/{"paul"}/reactivate", HttpStatusCode.OK);
        using var again = await started.Login("paul");
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
    }

    [Fact]
    public async Task AnInvitation_ThatIsWithdrawn_AndGivenAgain_IsStillOne()
    {
        var invited = await Invited(User("lea@example.com"));
        await MailTo("lea@example.com", 1);
        await Post($"users/{invited.Id}/deactivate", HttpStatusCode.OK);
        Assert.Equal(AccountState.Withdrawn, (await portal.Supervisor.Get<UserResponse>($"/api/users/{invited.Id}")).State);

        await Post($"users/{invited.Id}/reactivate", HttpStatusCode.OK);
        await Post($"users/{invited.Id}/invitation", HttpStatusCode.OK);

        using var set = await SetPassword(TokenIn(await MailTo("lea@example.com", 2)));
        Assert.Equal(HttpStatusCode.OK, set.StatusCode);
    }

    [Fact]
    public async Task AnInvitedSuperviseur_GetsNoMailsOfOne_UntilTheFirstSignIn()
    {
        var store = (IUserStore)started.Services.GetService(typeof(IUserStore))!;
        await Invited(new { name = "Léa Roy", email = "lea@example.com", profile = "Supervisor" });
        var mail = await MailTo("lea@example.com", 1);
        Assert.Single(await store.Supervisors(CustomerId.Parse("c1"), Stop));

        using var set = await SetPassword(TokenIn(mail));

        await Waiting.Until(async () => (await store.Supervisors(CustomerId.Parse("c1"), Stop)).Count == 2);
    }

    [Fact]
    public async Task AnotherAddress_IsToldToTheOneBefore()
    {
        await Changed("paul", new { email = "paul.new@example.com" });

        var told = await portal.Mail(Assert.Single(await portal.MailsAbout("address-changed-", 1)));
        Assert.Equal(["paul@example.com"], told.To);
        Assert.Contains("p…@example.com", told.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("paul.new", told.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ALink_ThatWentToTheAddressBefore_IsWorthNothing()
    {
        using var asked = await started.Post("api/auth/forgot-password", cookie: null, JsonContent.Create(new { identifier = "paul" }));
        var token = Regex.Match((await MailTo("paul@example.com", 1)).Text, "/reset-password#(\\S+)").Groups[1].Value;

        await Changed("paul", new { email = "paul.new@example.com" });
        await OutboxIsEmpty();

        using var late = await SetPassword(token);
        await late.IsProblem(HttpStatusCode.BadRequest, "password-link-invalid");
    }

    [Fact]
    public async Task AnInvitation_ToAWrongAddress_IsWorthNothing_OnceTheAddressIsCorrected()
    {
        var invited = await Invited(new { name = "Léa Roy", email = "lea.roi@example.com", profile = "User", sites = Texts("s1"), rights = Texts("Dits") });
        var wrong = await MailTo("lea.roi@example.com", 1);

        await Changed(invited.Id.Value, new { email = "lea.roy@example.com" });

        var right = await MailTo("lea.roy@example.com", 1);
        using var stranger = await SetPassword(TokenIn(wrong));
        await stranger.IsProblem(HttpStatusCode.BadRequest, "password-link-invalid");
        using var lea = await SetPassword(TokenIn(right));
        Assert.Equal(HttpStatusCode.OK, lea.StatusCode);
        await MailTo("lea.roi@example.com", 1);
    }

    [Fact]
    public async Task TheLastSuperviseur_NeitherDemotesNorDeactivatesHerself()
    {
        using var demoted = await Put("claire", new { profile = "User", sites = Texts("s1") });
        await demoted.IsProblem(HttpStatusCode.Conflict, "last-supervisor");
        using var deactivated = await Send(portal.Supervisor, HttpMethod.Post, "users/claire/deactivate", null);
        await deactivated.IsProblem(HttpStatusCode.Conflict, "last-supervisor");

        await Changed("paul", new { profile = "Supervisor" });
        await Changed("claire", new { profile = "User", sites = Texts("s1") });
    }

    [Fact]
    public async Task TwoSuperviseurs_WhoDemoteEachOtherAtTheSameTime_AreOneInTheEnd()
    {
        await Changed("paul", new { profile = "Supervisor" });
        using var paul = await SignedIn("paul");
        using var claire = await SignedIn("claire");
        var demotion = new { profile = "User", sites = Texts("s1") };

        var answers = await Task.WhenAll(
            Send(paul, HttpMethod.Put, "users/claire", demotion), Send(claire, HttpMethod.Put, "users/paul", demotion));

        Assert.Single(answers, answer => answer.StatusCode is HttpStatusCode.OK);
        foreach (var answer in answers) answer.Dispose();
        var store = (IUserStore)started.Services.GetService(typeof(IUserStore))!;
        Assert.Single(await store.Supervisors(CustomerId.Parse("c1"), Stop));
        Assert.Single(await store.List(CustomerId.Parse("c1"), Stop), user => user.Profile is Profile.Supervisor);
    }

    [Fact]
    public async Task AnotherCustomersUsers_AreUnknown()
    {
        Assert.Equal(["claire", "paul"], (await portal.Supervisor.Get<Page<UserResponse>>("/api/users")).Items.Select(user => user.Id.Value));
        foreach (var (method, route) in new[]
        {
            (HttpMethod.Get, "users/paul"), (HttpMethod.Put, "users/paul"), (HttpMethod.Post, "users/paul/deactivate"),
            (HttpMethod.Post, "users/paul/reactivate"), (HttpMethod.Post, "users/paul/invitation"),
        })
        {
            using var answer = await Send(portal.Stranger, method, route, method == HttpMethod.Put ? new { name = "X" } : null);
            await answer.IsProblem(HttpStatusCode.NotFound, "user-not-found");
        }
    }

    [Fact]
    public async Task AnAddressThatSignsInForAnotherCustomer_IsAnsweredAsAnyOther_AndGetsNoMail()
    {
        await Invited(User("lea@example.com"), portal.Stranger);
        var first = await MailTo("lea@example.com", 1);
        using var set = await SetPassword(TokenIn(first));

        var invited = await Invited(User("lea@example.com"));

        Assert.Equal(AccountState.Invited, invited.State);
        await OutboxIsEmpty();
        Assert.Single(await portal.Mails(), mail => mail.To.Contains("lea@example.com"));
        using var login = await started.Login("lea@example.com", Password);
        Assert.Equal("c2", (await login.Read<SignedIn>()).User.Customer.Id.Value);
    }

    [Fact]
    public async Task AnInvitation_IsSentOnceMore_WithANewLink_UntilItIsFollowed()
    {
        var invited = await Invited(User("lea@example.com"));
        var first = await MailTo("lea@example.com", 1);

        await Post($"users/{invited.Id}/invitation", HttpStatusCode.OK);

        var second = await MailTo("lea@example.com", 2);
        using var old = await SetPassword(TokenIn(first));
        await old.IsProblem(HttpStatusCode.BadRequest, "password-link-invalid");
        started.Clock.Advance(TimeSpan.FromDays(7) - TimeSpan.FromMinutes(1));
        using var set = await SetPassword(TokenIn(second));
        Assert.Equal(HttpStatusCode.OK, set.StatusCode);
        await Waiting.Until(async () => (await portal.Supervisor.Get<UserResponse>($"/api/users/{invited.Id}")).State is AccountState.Active);
        using var late = await Send(portal.Supervisor, HttpMethod.Post, $"users/{invited.Id}/invitation", null);
        await late.IsProblem(HttpStatusCode.Conflict, "user-not-invited");
    }

    [Fact]
    public async Task TheSameAddress_IsInvitedOnce()
    {
        await Invited(User("lea@example.com"));
        using var again = await Send(portal.Supervisor, HttpMethod.Post, "users", User("LEA@example.com"));
        await again.IsProblem(HttpStatusCode.Conflict, "user-exists");
    }

    [Fact]
    public async Task BadInput_IsNamedByField()
    {
        using var empty = await Send(portal.Supervisor, HttpMethod.Post, "users", new { });
        await empty.RefusesFields("email", "profile", "name", "sites");
        using var wrong = await Send(portal.Supervisor, HttpMethod.Post, "users", new
        {
            name = "Léa",
            email = "lea",
            phone = "abc",
            profile = "Admin",
            sites = Texts("s9"),
            rights = Texts("Everything"),
        });
        await wrong.RefusesFields("email", "profile", "phone", "sites", "rights");
        using var noSite = await Put("paul", new { sites = Array.Empty<string>() });
        await noSite.RefusesFields("sites");
        using var unknown = await Put("paul", new { customer = "c2" });
        Assert.Equal(HttpStatusCode.BadRequest, unknown.StatusCode);
    }

    private static object User(string email) => new { name = "Léa Roy", email, profile = "User", sites = Texts("s1") };

    private async Task<UserResponse> Invited(object form, HttpClient? by = null)
    {
        using var answer = await Send(by ?? portal.Supervisor, HttpMethod.Post, "users", form);
        return await answer.Read<UserResponse>(HttpStatusCode.Created);
    }

    private Task<HttpResponseMessage> Put(string user, object form) => Send(portal.Supervisor, HttpMethod.Put, $"users/{user}", form);

    private async Task Changed(string user, object form)
    {
        using var answer = await Put(user, form);
        await answer.Read<UserResponse>(HttpStatusCode.OK);
    }

    private async Task Post(string route, HttpStatusCode expected)
    {
        using var answer = await Send(portal.Supervisor, HttpMethod.Post, route, null);
        Assert.True(answer.StatusCode == expected, await answer.Content.ReadAsStringAsync(Stop));
    }

    private static async Task<HttpResponseMessage> Send(HttpClient client, HttpMethod method, string route, object? body)
    {
        using var request = new HttpRequestMessage(method, $"/api/{route}") { Content = body is null ? null : JsonContent.Create(body) };
        return await client.SendAsync(request, Stop);
    }

    private static async Task<HttpStatusCode> Status(HttpClient client, string route)
    {
        using var answer = await client.GetAsync(new Uri($"/api/{route}", UriKind.Relative), Stop);
        return answer.StatusCode;
    }

    private async Task<HttpClient> SignedIn(string identifier)
    {
        using var login = await started.Login(identifier);
        return ClientOf(await login.Read<SignedIn>());
    }

    private HttpClient ClientOf(SignedIn signedIn)
    {
        var client = new HttpClient { BaseAddress = started.Client.BaseAddress };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", signedIn.AccessToken);
        return client;
    }

    private Task<HttpResponseMessage> SetPassword(string token) =>
        started.Post("api/auth/reset-password", cookie: null, JsonContent.Create(new { token, password = Password }));

    /// <summary>Waits for so many mails to an address and returns the last one.</summary>
    private async Task<KeptMail> MailTo(string address, int count)
    {
        KeptMail? last = null;
        await Waiting.Until(async () =>
        {
            var mails = (await portal.Mails()).Where(mail => mail.To.Contains(address)).ToList();
            last = mails.FirstOrDefault();
            return mails.Count >= count;
        });
        return last!;
    }

    private static string TokenIn(KeptMail mail) => Regex.Match(mail.Text, "/invitation#(\\S+)").Groups[1].Value;

    private async Task OutboxIsEmpty() => await Waiting.Until(async () =>
        (await started.Client.Get<IReadOnlyList<QueueLength>>("/local/queues?format=json")).All(queue => queue.IsDone));

    private static string[] Texts(params string[] texts) => texts;
}
