using System.Text.Json;

namespace Dfm.LocalHost.Site;

/// <summary>
/// What this host follows of a site's <c>staticwebapp.config.json</c>: headers, the headers and rewrites of routes, the fallback and media types. Any
/// other key stops the start, so that a site does not behave otherwise in Azure.
/// </summary>
internal sealed record StaticSiteConfig
{
    /// <summary>The file's name, at the root of the site. It is not served.</summary>
    public const string FileName = "staticwebapp.config.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>Of every response.</summary>
    public IReadOnlyDictionary<string, string> GlobalHeaders { get; init; } = new Dictionary<string, string>();

    /// <summary>The first one that matches a path gives its headers and its file.</summary>
    public IReadOnlyList<RouteRule> Routes { get; init; } = [];

    /// <summary>What is served for addresses that are no file.</summary>
    public Fallback? NavigationFallback { get; init; }

    /// <summary>Media types by extension, with its dot.</summary>
    public IReadOnlyDictionary<string, string> MimeTypes { get; init; } = new Dictionary<string, string>();

    /// <summary>Reads the file of a site; without one, nothing is configured.</summary>
    /// <exception cref="InvalidOperationException">The file cannot be followed.</exception>
    public static StaticSiteConfig Load(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path)) return new();
        try
        {
            return JsonSerializer.Deserialize<StaticSiteConfig>(File.ReadAllBytes(path), Json) ?? new();
        }
        catch (JsonException failure)
        {
            throw new InvalidOperationException($"{path} says what the local host cannot follow: {failure.Message}", failure);
        }
    }

    /// <summary>The headers of a response for a path; a route's wins over a global one.</summary>
    public IEnumerable<KeyValuePair<string, string>> HeadersOf(string path) =>
        GlobalHeaders.Concat(RuleFor(path)?.Headers ?? new Dictionary<string, string>());

    /// <summary>The file, as a path of the site, that is served for a path: its own, or its route's.</summary>
    public string FileOf(string path) => RuleFor(path)?.Rewrite ?? path;

    /// <summary>The file, as a path of the site, in place of one that does not exist; null for none.</summary>
    public string? FallbackOf(string path) =>
        NavigationFallback is { } fallback && !fallback.Exclude.Any(pattern => RoutePattern.Matches(pattern, path)) ? fallback.Rewrite : null;

    private RouteRule? RuleFor(string path) => Routes.FirstOrDefault(rule => RoutePattern.Matches(rule.Route, path));

    /// <summary>A rule for addresses.</summary>
    /// <param name="Route">A path, in which <c>*</c> stands for anything.</param>
    /// <param name="Headers">Its headers.</param>
    /// <param name="Rewrite">The file that is served for it, as a path of the site.</param>
    internal sealed record RouteRule(string Route, IReadOnlyDictionary<string, string>? Headers, string? Rewrite);

    /// <summary>What is served for addresses that are no file.</summary>
    internal sealed record Fallback(string Rewrite)
    {
        /// <summary>Addresses that it does not apply to.</summary>
        public IReadOnlyList<string> Exclude { get; init; } = [];
    }
}
