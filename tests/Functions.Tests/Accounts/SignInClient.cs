using System.Net.Http.Json;
using Dfm.Functions.Tests.Infrastructure;

namespace Dfm.Functions.Tests.Accounts;

/// <summary>Signs in, refreshes and signs out, as a browser does.</summary>
internal static class SignInClient
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static Task<HttpResponseMessage> Login(
        this InProcessPortal portal, string identifier, string password = InProcessPortal.Password, string? cookie = null) =>
        portal.Post("api/auth/login", cookie, JsonContent.Create(new { identifier, password }));

    public static Task<HttpResponseMessage> Post(this InProcessPortal portal, string path, string? cookie, HttpContent? content = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        if (cookie is not null) request.Headers.Add("Cookie", cookie);
        return portal.Client.SendAsync(request, Stop);
    }

    /// <summary>The cookie as the next request sends it: <c>dfm_refresh=…</c>.</summary>
    public static string RefreshCookie(this HttpResponseMessage answer) => SetCookie(answer).Split(';')[0];

    /// <summary>The cookie as the next sign-in sends it: <c>dfm_device_…=…</c>.</summary>
    public static string DeviceCookie(this HttpResponseMessage answer) => SetCookie(answer, "dfm_device_").Split(';')[0];

    public static string SetCookie(this HttpResponseMessage answer, string name = "dfm_refresh=") =>
        answer.Headers.GetValues("Set-Cookie").Single(cookie => cookie.StartsWith(name, StringComparison.Ordinal));
}
