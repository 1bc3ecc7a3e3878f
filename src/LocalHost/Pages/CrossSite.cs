using Microsoft.AspNetCore.Http;

namespace Dfm.LocalHost.Pages;

/// <summary>Tells a form that was sent from one of these pages from one that another site made the browser send.</summary>
internal static class CrossSite
{
    private static readonly HashSet<string> OwnHosts = new(StringComparer.OrdinalIgnoreCase) { "localhost", "127.0.0.1", "[::1]" };

    /// <summary>
    /// True when a browser sends it from elsewhere, which it says in <c>Sec-Fetch-Site</c> or, an older one, in <c>Origin</c>; and when
    /// the host's name is not this machine's, as when a foreign name was made to lead here. What is not a browser sends neither header.
    /// </summary>
    public static bool IsForged(HttpRequest request) =>
        !OwnHosts.Contains(request.Host.Host)
        || request.Headers["Sec-Fetch-Site"].ToString() is not ("" or "same-origin" or "none")
        || request.Headers.Origin.ToString() is { Length: > 0 } origin
            && !origin.Equals($"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
}
