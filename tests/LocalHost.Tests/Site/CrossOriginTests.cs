using System.Net;

namespace Dfm.LocalHost.Tests.Site;

/// <summary>The platform's CORS.</summary>
public sealed class CrossOriginTests(SiteApp app) : IClassFixture<SiteApp>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(SiteApp.OtherOrigin, true)]
    [InlineData("https://second.example.com", true)]
    [InlineData("https://foreign.example.com", false)]
    public async Task APreflight_IsAnsweredForAllowedOriginsAlone(string origin, bool isAllowed)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, "/api/w/items/7");
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "POST");
        request.Headers.Add("Access-Control-Request-Headers", "authorization,idempotency-key,if-match");

        using var answer = await app.Http.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal(isAllowed ? origin : null, Header(answer, "Access-Control-Allow-Origin"));
        Assert.Equal(isAllowed ? "authorization,idempotency-key,if-match" : null, Header(answer, "Access-Control-Allow-Headers"));
    }

    [Theory]
    [InlineData(SiteApp.OtherOrigin, "true")]
    [InlineData("https://foreign.example.com", null)]
    public async Task AResponse_IsMarkedForAllowedOriginsAlone(string origin, string? credentials)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/WNamed");
        request.Headers.Add("Origin", origin);

        using var answer = await app.Http.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(credentials, Header(answer, "Access-Control-Allow-Credentials"));
    }

    private static string? Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) ? string.Join(",", values) : null;
}
