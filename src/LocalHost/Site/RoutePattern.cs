using System.Text.RegularExpressions;

namespace Dfm.LocalHost.Site;

/// <summary>The patterns of addresses in a site's configuration: <c>/static/*</c>, <c>/*.{svg,png}</c>.</summary>
internal static class RoutePattern
{
    /// <summary>Whether a path matches a pattern, as a whole, whatever the case.</summary>
    public static bool Matches(string pattern, string path)
    {
        var regex = Regex.Escape(pattern)
            .Replace("\\*", ".*", StringComparison.Ordinal)
            .Replace("\\{", "(?:", StringComparison.Ordinal)
            .Replace("}", ")", StringComparison.Ordinal)
            .Replace(",", "|", StringComparison.Ordinal);
        return Regex.IsMatch(path, $"^{regex}$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
    }
}
