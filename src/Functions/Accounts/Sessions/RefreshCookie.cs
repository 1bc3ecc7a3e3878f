using Dfm.Functions.Http;

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

    private static CookieOptions Options(HttpRequest request, TimeSpan maxAge) => PortalCookies.Options(request, "/api/auth", maxAge);
}
