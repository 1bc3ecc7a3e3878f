using System.Net;
using Dfm.Core.Accounts;
using Microsoft.AspNetCore.Http;

namespace Dfm.Functions.Accounts;

/// <summary>The cookie of the refresh token: no script reads it, no other site sends it, only <c>/api/auth</c> receives it.</summary>
internal static class RefreshCookie
{
    /// <summary>Its name.</summary>
    public const string Name = "dfm_refresh";

    /// <summary>The token that the request brings.</summary>
    public static bool TryRead(HttpRequest request, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out RefreshToken? token) =>
        RefreshToken.TryParse(request.Cookies[Name], out token);

    /// <summary>Gives the browser the token.</summary>
    public static void Set(HttpContext http, RefreshToken token) =>
        http.Response.Cookies.Append(Name, token.ToCookie(), Options(http.Request, Session.Lifetime));

    /// <summary>Takes the token away.</summary>
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

    // A laptop has no certificate. In Azure the app sees loopback too, behind a front end that says so in X-Forwarded-*.
    private static bool IsPlainLoopback(HttpRequest request) =>
        !request.IsHttps
        && !request.Headers.ContainsKey("X-Forwarded-Proto")
        && !request.Headers.ContainsKey("X-Forwarded-For")
        && !request.Headers.ContainsKey("X-ARR-SSL")
        && IsLoopback(request.Host.Host);

    private static bool IsLoopback(string host) =>
        host is "localhost" || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
