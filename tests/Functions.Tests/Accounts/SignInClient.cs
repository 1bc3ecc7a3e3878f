using System.Net.Http.Json;
using Dfm.Functions.Tests.Infrastructure;

namespace Dfm.Functions.Tests.Accounts;

/// <summary>Signs in, refreshes and signs out, as a browser does.</summary>
internal static class SignInClient
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static Task<HttpResponseMessage> Login(
        this InProcessPortal portal, string identifier, string password = InProcessPortal.Password) =>
        portal.Client.PostAsJsonAsync("api/auth/login", new { identifier, password }, Stop);

    public static Task<HttpResponseMessage> Post(this InProcessPortal portal, string path, string? cookie)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path);
        if (cookie is not null) request.Headers.Add("Cookie", cookie);
        return portal.Client.SendAsync(request, Stop);
    }

    /// <summary>The cookie as the next request sends it: <c>dfm_refresh=…</c>.</summary>
    public static string RefreshCookie(this HttpResponseMessage answer) => SetCookie(answer).Split(';')[0];

    public static string SetCookie(this HttpResponseMessage answer) => answer.Headers.GetValues("Set-Cookie").Single();
}
