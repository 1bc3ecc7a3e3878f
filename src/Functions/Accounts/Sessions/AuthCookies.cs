using System.Net;

namespace Dfm.Functions.Accounts.Sessions;

/// <summary>Cookies of the sign-in: not readable by scripts, not sent by other sites, and sent over TLS alone.</summary>
public static class AuthCookies
{
    /// <param name="path">The requests that it is sent with.</param>
    /// <param name="maxAge">Zero deletes it.</param>
    public static void Set(HttpContext http, string name, string value, string path, TimeSpan maxAge) =>
        http.Response.Cookies.Append(name, value, new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Strict,
            Secure = !IsPlainLoopback(http.Request),
            Path = path,
            MaxAge = maxAge,
            IsEssential = true,
        });

    // Development has no certificate. In Azure the app sees loopback too, behind a front end that sets X-Forwarded-*.
    private static bool IsPlainLoopback(HttpRequest request) =>
        !request.IsHttps
        && !request.Headers.ContainsKey("X-Forwarded-Proto")
        && !request.Headers.ContainsKey("X-Forwarded-For")
        && !request.Headers.ContainsKey("X-ARR-SSL")
        && IsLoopback(request.Host.Host);

    private static bool IsLoopback(string host) =>
        host is "localhost" || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
