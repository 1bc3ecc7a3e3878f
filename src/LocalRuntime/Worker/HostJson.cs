using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Dfm.LocalRuntime.Worker;

/// <summary>The honoured part of host.json.</summary>
internal sealed class HostJson
{
    /// <summary>Names another file than host.json beside the application.</summary>
    public const string Setting = "LocalRuntime:HostJson";

    // As an environment variable: AzureFunctionsJobHost__logging__logLevel__default.
    private const string OverrideSection = "AzureFunctionsJobHost";
    private const string Version = "version";
    private const string RoutePrefixKey = "extensions.http.routePrefix";
    private const string LogLevelKey = "logging.logLevel.";

    // Application Insights is not there on one machine: what tunes it has nothing to do, and nothing depends on it.
    private static readonly string[] WithoutEffect = ["logging.applicationInsights.", "aggregator."];

    /// <summary>Every other key that is honoured; each takes a value or answers false.</summary>
    private static readonly Dictionary<string, Func<HostJson, string, bool>> Honoured = new(StringComparer.OrdinalIgnoreCase)
    {
        [Version] = (_, value) => value == "2.0",
        // Invocations are never broken off: that is what Azure does with -1.
        ["functionTimeout"] = (_, value) => value == "-1",
        [RoutePrefixKey] = (host, value) => (host.RoutePrefix = value) == value.Trim('/'),
        ["extensions.durableTask.hubName"] = (host, value) => IsHubName(host.HubName = value),
        ["extensions.durableTask.maxConcurrentActivityFunctions"] = (host, value) =>
            (host.MaxConcurrentActivityFunctions = Positive(value)) is not null,
        ["extensions.durableTask.maxConcurrentOrchestratorFunctions"] = (host, value) =>
            (host.MaxConcurrentOrchestratorFunctions = Positive(value)) is not null,
        ["extensions.serviceBus.maxConcurrentCalls"] = (host, value) => (host.MaxConcurrentCalls = Positive(value) ?? 0) > 0,
        ["extensions.serviceBus.autoCompleteMessages"] = (host, value) =>
            bool.TryParse(value, out var completes) && (host.AutoCompleteMessages = completes) == completes,
        ["extensions.serviceBus.maxAutoLockRenewalDuration"] = (host, value) =>
            TimeSpan.TryParse(value, CultureInfo.InvariantCulture, out var duration)
            && (host.MaxAutoLockRenewalDuration = duration) >= TimeSpan.Zero,
    };

    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private readonly Dictionary<string, string> logLevels = [];

    /// <summary>What stands before every route; empty for nothing.</summary>
    public string RoutePrefix { get; private set; } = "api";

    /// <summary>The task hub of the orchestrations.</summary>
    public string HubName { get; private set; } = "TestHubName";

    /// <summary>How many activities run at the same time; null for the runtime's own choice.</summary>
    public int? MaxConcurrentActivityFunctions { get; private set; }

    /// <summary>How many orchestrators run at the same time; null for the runtime's own choice.</summary>
    public int? MaxConcurrentOrchestratorFunctions { get; private set; }

    /// <summary>How many messages of one queue are handled at the same time.</summary>
    public int MaxConcurrentCalls { get; private set; } = 16;

    /// <summary>Whether a message is completed when its function returns.</summary>
    public bool AutoCompleteMessages { get; private set; } = true;

    /// <summary>How long a message's lock is renewed while its function runs.</summary>
    public TimeSpan MaxAutoLockRenewalDuration { get; private set; } = TimeSpan.FromMinutes(5);

    /// <summary>Log levels by category.</summary>
    public IReadOnlyDictionary<string, string> LogLevels => logLevels;

    /// <summary>Reads the application's host.json, or takes the defaults when there is none, and the settings that override it.</summary>
    /// <param name="configuration">The application's settings.</param>
    /// <param name="problems">Gets a sentence for everything that is not honoured.</param>
    public static HostJson Load(IConfiguration configuration, List<string> problems)
    {
        var path = configuration[Setting] ?? Path.Combine(AppContext.BaseDirectory, "host.json");
        var host = new HostJson();
        if (File.Exists(path))
            host.ReadFile(File.ReadAllText(path), problems);
        host.ReadOverrides(configuration.GetSection(OverrideSection), problems);
        return host;
    }

    private void ReadFile(string text, List<string> problems)
    {
        try
        {
            using var json = JsonDocument.Parse(text, Lenient);
            if (json.RootElement.ValueKind != JsonValueKind.Object)
                problems.Add("host.json is not a JSON object.");
            else if (!json.RootElement.TryGetProperty(Version, out _))
                problems.Add("host.json: 'version' is missing; it must be \"2.0\".");
            else
                Read("", json.RootElement, problems);
        }
        catch (JsonException broken)
        {
            problems.Add($"host.json is not JSON: {broken.Message}");
        }
    }

    private void Read(string path, JsonElement element, List<string> problems)
    {
        foreach (var property in element.EnumerateObject())
        {
            var key = path + property.Name;
            if (property.Value.ValueKind == JsonValueKind.Object)
                Read($"{key}.", property.Value, problems);
            else if (!TrySet(key, property.Value.ToString()))
                problems.Add($"host.json: '{key}' with the value {property.Value.GetRawText()} is not honoured by the local runtime.");
        }
    }

    private void ReadOverrides(IConfigurationSection section, List<string> problems)
    {
        foreach (var (path, value) in section.AsEnumerable(makePathsRelative: true))
        {
            var key = path.Replace(':', '.');
            // In Azure the worker reads the prefix from the file alone, and disagrees with the host over it.
            if (value is not null && (key.Equals(RoutePrefixKey, StringComparison.OrdinalIgnoreCase) || !TrySet(key, value)))
                problems.Add($"The setting '{OverrideSection}:{path}' with the value '{value}' is not honoured by the local runtime.");
        }
    }

    private bool TrySet(string key, string value)
    {
        if (Array.Exists(WithoutEffect, prefix => key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)))
            return true;
        if (!key.StartsWith(LogLevelKey, StringComparison.OrdinalIgnoreCase))
            return Honoured.TryGetValue(key, out var set) && set(this, value);
        logLevels[key[LogLevelKey.Length..]] = value;
        return Enum.GetNames<LogLevel>().Contains(value, StringComparer.OrdinalIgnoreCase);
    }

    private static int? Positive(string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;

    private static bool IsHubName(string name) =>
        name.Length is >= 3 and <= 45 && char.IsAsciiLetter(name[0]) && Array.TrueForAll(name.ToCharArray(), char.IsAsciiLetterOrDigit);
}
