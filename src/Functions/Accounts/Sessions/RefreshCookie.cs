using System.Diagnostics.CodeAnalysis;

namespace Dfm.Functions.Accounts.Sessions;

/// <summary>The cookie of the refresh token, sent to <c>/api/auth</c> only.</summary>
public static class RefreshCookie
{
    public const string Name = "dfm_refresh";

    private const string Path = "/api/auth";

    public static bool TryRead(HttpRequest request, [NotNullWhen(true)] out RefreshToken? token) =>
        RefreshToken.TryParse(request.Cookies[Name], out token);

    public static void Set(HttpContext http, RefreshToken token) =>
        AuthCookies.Set(http, Name, token.ToCookie(), Path, Session.Lifetime);

    public static void Clear(HttpContext http) => AuthCookies.Set(http, Name, "", Path, TimeSpan.Zero);
}
