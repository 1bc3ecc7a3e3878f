using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Dfm.Smoke;

/// <summary>
/// Whether a portal that has just been deployed, or started, does what it is there for. What it writes it takes back; storage, secrets,
/// queues and orchestrations all take part.
/// </summary>
public sealed class SmokeTests : IDisposable
{
    // A first request may meet an instance that is only starting, and a lifecycle follows by way of two queues.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly HttpClient client = new() { BaseAddress = Target.Api, Timeout = Patience };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => client.Dispose();

    [Fact]
    public async Task Portal_IsHealthy()
    {
        using var health = await client.GetAsync("health", Stop);

        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
    }

    [Fact]
    public async Task Nobody_GetsNothing()
    {
        using var refused = await client.GetAsync("me", Stop);

        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Equal("application/problem+json", refused.Content.Headers.ContentType?.MediaType);
        Assert.Equal(["nosniff"], refused.Headers.GetValues("X-Content-Type-Options"));
        Assert.Contains("ETag", Assert.Single(refused.Headers.GetValues("Access-Control-Expose-Headers")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Customer_SignsIn_AndSeesItsEquipment()
    {
        await SignIn();

        Assert.NotEmpty((await Get("me"))["sites"]!.AsArray());
        Assert.NotEmpty((await Get("assets?limit=1"))["items"]!.AsArray());
        Assert.NotNull((await Get("dits?limit=1"))["items"]);
    }

    [Fact]
    public async Task Session_IsRenewed_AndEnds()
    {
        await SignIn();

        using var renewed = await client.PostAsync("auth/refresh", null, Stop);
        using var ended = await client.PostAsync("auth/logout", null, Stop);
        using var over = await client.PostAsync("auth/refresh", null, Stop);

        Assert.Equal(
            (HttpStatusCode.OK, HttpStatusCode.NoContent, HttpStatusCode.Unauthorized), (renewed.StatusCode, ended.StatusCode, over.StatusCode));
    }

    [Fact]
    public async Task ADit_IsRaised_Followed_AndCancelled()
    {
        Assert.SkipUnless(Target.Asset is not null, "SMOKE_ASSET is not set.");
        await SignIn();
        using var form = new MultipartFormDataContent
        {
            { new StringContent(await Nature()), "nature" },
            { new StringContent("Standard"), "urgency" },
            { new StringContent("Essai automatique après une mise en service : ne pas intervenir."), "description" },
        };

        using var raised = await client.PostAsync($"assets/{Target.Asset}/dits", form, Stop);
        Assert.True(raised.StatusCode == HttpStatusCode.Created, await raised.Content.ReadAsStringAsync(Stop));
        var number = (string)(await Json(raised))["number"]!;

        try
        {
            // The orchestration writes it there, once the outbox has started it.
            await Until(async () => (await OpenDits()).Contains(number), $"DIT {number} is not followed by an orchestration.");
        }
        finally
        {
            using var cancelled = await client.PostAsJsonAsync($"dits/{number}/cancel", new { comment = "Essai automatique terminé." }, Stop);
            Assert.True(cancelled.IsSuccessStatusCode, await cancelled.Content.ReadAsStringAsync(Stop));
        }

        await Until(async () => !(await OpenDits()).Contains(number), $"The cancellation of DIT {number} is not followed.");
    }

    [Fact]
    public async Task Staff_SeesItsQueue()
    {
        Assert.SkipUnless(Target.ApiKey is not null, "SMOKE_API_KEY is not set.");
        client.DefaultRequestHeaders.Add("X-Api-Key", Target.ApiKey);

        Assert.NotNull((await Get("backoffice/dits?state=AwaitingPlanning&limit=1"))["items"]);
    }

    [Fact]
    public async Task Site_IsThere_AndAloneMayCall()
    {
        Assert.SkipUnless(Target.Site is not null, "SMOKE_SITE is not set.");
        using var page = await client.GetAsync(Target.Site, Stop);
        using var signIn = await client.GetAsync($"{Target.Site}/sign-in?next=%2Fdits", Stop);
        using var own = await Preflight(Target.Site);
        using var foreign = await Preflight("https://example.com");

        Assert.Equal("text/html", page.EnsureSuccessStatusCode().Content.Headers.ContentType?.MediaType);
        Assert.Contains("<form", await signIn.EnsureSuccessStatusCode().Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        Assert.Contains("no-cache", signIn.Headers.CacheControl?.ToString(), StringComparison.Ordinal);
        Assert.Contains("script-src 'self'", signIn.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal([Target.Site], own.Headers.GetValues("Access-Control-Allow-Origin"));
        Assert.Equal(["true"], own.Headers.GetValues("Access-Control-Allow-Credentials"));
        Assert.False(foreign.Headers.Contains("Access-Control-Allow-Origin"));
    }

    private async Task SignIn()
    {
        using var answer = await client.PostAsJsonAsync("auth/login", new { identifier = Target.Identifier, password = Target.Password }, Stop);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.All(answer.Headers.GetValues("Set-Cookie"), cookie => Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase));
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (string)(await Json(answer))["accessToken"]!);
    }

    private async Task<string> Nature()
    {
        var kind = (string)(await Get($"assets/{Target.Asset}"))["kind"]!;
        return (string)(await Get($"dit-natures?kind={kind}"))["items"]![0]!["code"]!;
    }

    private async Task<IEnumerable<string>> OpenDits() =>
        (await Get($"assets/{Target.Asset}"))["openDits"]!.AsArray().Select(number => (string)number!);

    private async Task<JsonNode> Get(string route)
    {
        using var answer = await client.GetAsync(route, Stop);
        Assert.True(answer.IsSuccessStatusCode, $"{route}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(Stop)}");
        return await Json(answer);
    }

    private async Task<HttpResponseMessage> Preflight(string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, "me")
        {
            Headers = { { "Origin", origin }, { "Access-Control-Request-Method", "GET" }, { "Access-Control-Request-Headers", "authorization" } },
        };
        return await client.SendAsync(request, Stop);
    }

    private static async Task<JsonNode> Json(HttpResponseMessage answer) => (await answer.Content.ReadFromJsonAsync<JsonNode>(Stop))!;

    private static async Task Until(Func<Task<bool>> condition, string otherwise)
    {
        var last = DateTimeOffset.UtcNow + Patience;
        while (!await condition())
        {
            Assert.True(DateTimeOffset.UtcNow < last, otherwise);
            await Task.Delay(500, Stop);
        }
    }
}
