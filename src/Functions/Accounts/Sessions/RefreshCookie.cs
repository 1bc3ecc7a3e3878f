using System.Net;

namespace Dfm.Functions.Accounts.Sessions;

/// <summary>The cookie of the refresh token: not readable by scripts, not sent by other sites, sent to <c>/api/auth</c> only.</summary>
public static class RefreshCookie
{
    public const string Name = "dfm_refresh";

    public static bool TryRead(HttpRequest request, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out RefreshToken? token) =>
        RefreshToken.TryParse(request.Cookies[Name], out token);

    public static void Set(HttpContext http, RefreshToken token) =>
        http.Response.Cookies.Append(Name, token.ToCookie(), Options(http.Request, Session.Lifetime));

    public static void Clear(HttpContext http) => http.Response.Cookies.Append(Name, "", Options(http.Request, TimeSpan.Zero));

    private static CookieOptions Options(HttpRequest request, TimeSpan maxAge) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = !IsPlainLoopback(request),
        Path = "/api/auth",
        MaxAge = maxAge,
        IsEssential = true,
    };

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
