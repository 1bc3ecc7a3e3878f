using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Dfm.Core.Accounts;
using Dfm.Functions.Security;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;
using Microsoft.Extensions.Options;

namespace Dfm.Functions.Tests.Security;

public sealed class AccessTokenTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private InProcessPortal portal = null!;
    private Caller caller = null!;

    public async ValueTask InitializeAsync()
    {
        portal = await InProcessPortal.StartAsync(azurite.NewAccount());
        await portal.AddCustomer("C1", "S1", "S2");
        caller = (await portal.AddAccount("j.petit", "C1", "S2", "S1")).ToCaller();
    }

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Fact]
    public async Task AToken_SaysWhoIsCalling()
    {
        var tokens = Tokens("A signing key of at least 32 bytes.");

        var read = (await tokens.Read("Bearer " + tokens.Issue(caller))).Value;

        Assert.Equal(caller with { Sites = [] }, read with { Sites = [] });
        Assert.Equal(caller.Sites, read.Sites);
    }

    [Fact]
    public async Task AToken_IsGoodForFifteenMinutes()
    {
        using var client = portal.ClientOf(caller);
        portal.Clock.Advance(TimeSpan.FromMinutes(15) - TimeSpan.FromSeconds(1));
        using var inTime = await Me(client);
        Assert.Equal(HttpStatusCode.OK, inTime.StatusCode);

        portal.Clock.Advance(TimeSpan.FromSeconds(1));

        using var late = await Me(client);
        await late.IsProblem(HttpStatusCode.Unauthorized, "token-expired");
    }

    [Fact]
    public async Task AForgedToken_IsRefused()
    {
        using var client = portal.ClientOf(caller);
        var parts = client.DefaultRequestHeaders.Authorization!.Parameter!.Split('.');
        var payload = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[1]));
        string[] forged =
        [
            Tokens("Another key of at least 32 bytes, of somebody else.").Issue(caller),
            $"{parts[0]}.{Encode(payload.Replace("\"C1\"", "\"C2\"", StringComparison.Ordinal))}.{parts[2]}",
            $"{Encode("""{"alg":"none","typ":"JWT"}""")}.{parts[1]}.",
            $"{Encode("""{"alg":"none","typ":"JWT"}""")}.{parts[1]}.{parts[2]}",
            $"{Encode("""{"alg":"HS512","typ":"JWT"}""")}.{parts[1]}.{parts[2]}",
            $"{parts[0]}.{parts[1]}.",
            $"{parts[0]}.{parts[1]}",
            "x",
            "",
        ];
        foreach (var token in forged)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "api/me");
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
            using var answer = await portal.Client.SendAsync(request, TestContext.Current.CancellationToken);
            await answer.IsProblem(HttpStatusCode.Unauthorized, token.Length == 0 ? "sign-in-required" : "token-invalid");
        }
    }

    [Fact]
    public async Task AnotherScheme_IsNoSignIn()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/me");
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", "YTpi");
        using var answer = await portal.Client.SendAsync(request, TestContext.Current.CancellationToken);
        await answer.IsProblem(HttpStatusCode.Unauthorized, "sign-in-required");
    }

    [Theory]
    [InlineData("")]
    [InlineData("too short")]
    public async Task WithoutAProperKey_ThePortalDoesNotStart(string key)
    {
        var refusal = await Assert.ThrowsAsync<OptionsValidationException>(() => InProcessPortal.StartAsync(
            azurite.NewAccount(), new Dictionary<string, string> { ["Auth__SigningKey"] = key }));

        Assert.Contains("Auth:SigningKey", refusal.Message, StringComparison.Ordinal);
    }

    private AccessTokens Tokens(string key) => new(Options.Create(new AuthOptions { SigningKey = key }), portal.Clock);

    private static string Encode(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));

    private static Task<HttpResponseMessage> Me(HttpClient client) =>
        client.GetAsync(new Uri("api/me", UriKind.Relative), TestContext.Current.CancellationToken);
}
