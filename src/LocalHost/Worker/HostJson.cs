using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Dfm.LocalHost.Worker;

/// <summary>The honoured part of host.json, with the settings that override it.</summary>
internal sealed class HostJson
{
    /// <summary>Names another file than host.json beside the application.</summary>
    public const string Setting = "LocalHost:HostJson";

    // As an environment variable: AzureFunctionsJobHost__logging__logLevel__default.
    private const string OverrideSection = "AzureFunctionsJobHost";
    private const string RoutePrefixKey = "extensions:http:routePrefix";
    private const string LogLevelKey = "logging:logLevel";
    private const string DurableTaskKey = "extensions:durableTask";

    // Application Insights is not there on one machine: what tunes it has nothing to do, and nothing depends on it.
    private static readonly string[] WithoutEffect = ["logging:applicationInsights", "aggregator"];

    /// <summary>Every other key that is honoured; each takes a value or answers false.</summary>
    private static readonly Dictionary<string, Func<HostJson, string, bool>> Honoured = new(StringComparer.OrdinalIgnoreCase)
    {
        ["version"] = (_, value) => value == "2.0",
        // Invocations are never broken off: that is what Azure does with -1.
        ["functionTimeout"] = (_, value) => value == "-1",
        [RoutePrefixKey] = (host, value) => (host.RoutePrefix = value) == value.Trim('/'),
        ["extensions:serviceBus:maxConcurrentCalls"] = (host, value) =>
            int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var calls) && (host.MaxConcurrentCalls = calls) > 0,
        ["extensions:serviceBus:autoCompleteMessages"] = (host, value) =>
            bool.TryParse(value, out var completes) && (host.AutoCompleteMessages = completes) == completes,
        ["extensions:serviceBus:maxAutoLockRenewalDuration"] = (host, value) =>
            TimeSpan.TryParse(value, CultureInfo.InvariantCulture, out var longest) && (host.MaxAutoLockRenewalDuration = longest) > TimeSpan.Zero,
    };

    private readonly Dictionary<string, LogLevel> logLevels = new(StringComparer.OrdinalIgnoreCase);

    private HostJson(IConfigurationSection durableTask) => DurableTask = durableTask;

    /// <summary>What stands before every route; empty for nothing.</summary>
    public string RoutePrefix { get; private set; } = "api";

    /// <summary>How many messages of one queue are handled at the same time.</summary>
    public int MaxConcurrentCalls { get; private set; } = 16;

    /// <summary>Whether a message is completed when its function returns.</summary>
    public bool AutoCompleteMessages { get; private set; } = true;

    /// <summary>How long a message stays locked while it is handled.</summary>
    public TimeSpan MaxAutoLockRenewalDuration { get; private set; } = TimeSpan.FromMinutes(5);

    /// <summary>Log levels by category; the category <c>default</c> is all others.</summary>
    public IReadOnlyDictionary<string, LogLevel> LogLevels => logLevels;

    /// <summary>For Microsoft's Durable Task extension, which checks it itself.</summary>
    public IConfigurationSection DurableTask { get; }

    /// <summary>Reads the application's host.json, or takes the defaults when there is none, and the settings that override it.</summary>
    /// <exception cref="InvalidOperationException">It says what is not honoured; the message has a sentence for each such key.</exception>
    public static HostJson Load(IConfiguration settings)
    {
        var path = Path.GetFullPath(settings[Setting] ?? Path.Combine(AppContext.BaseDirectory, "host.json"));
        var overrides = settings.GetSection(OverrideSection);
        var file = Read(path);
        var host = new HostJson(new ConfigurationBuilder().AddConfiguration(file).AddConfiguration(overrides).Build().GetSection(DurableTaskKey));
        var problems = new List<string>();
        if (File.Exists(path) && file["version"] is null)
            problems.Add("host.json: 'version' is missing; it must be \"2.0\".");
        foreach (var (key, value) in file.AsEnumerable().Where(pair => pair.Value is not null && !host.TrySet(pair.Key, pair.Value)))
            problems.Add($"host.json: '{key}' with the value '{value}' is not honoured by the local host.");
        // In Azure the worker reads the route prefix from the file alone, and disagrees with the host over it.
        foreach (var (key, value) in overrides.AsEnumerable(makePathsRelative: true).Where(pair => pair.Value is not null))
        {
            if (key.Equals(RoutePrefixKey, StringComparison.OrdinalIgnoreCase) || !host.TrySet(key, value!))
                problems.Add($"The setting '{OverrideSection}:{key}' with the value '{value}' is not honoured by the local host.");
        }

        return problems.Count == 0 ? host : throw new InvalidOperationException(string.Join(Environment.NewLine, problems));
    }

    private static IConfigurationRoot Read(string path)
    {
        try
        {
            return new ConfigurationBuilder().AddJsonFile(path, optional: true).Build();
        }
        catch (Exception broken) when (broken is InvalidDataException or FormatException or JsonException)
        {
            throw new InvalidOperationException($"host.json is not JSON: {broken.GetBaseException().Message}", broken);
        }
    }

    private bool TrySet(string key, string value)
    {
        if (WithoutEffect.Append(DurableTaskKey).Any(section => IsIn(section, key)))
            return true;
        if (!IsIn(LogLevelKey, key))
            return Honoured.TryGetValue(key, out var set) && set(this, value);
        return Enum.TryParse<LogLevel>(value, true, out var level) && (logLevels[key[(LogLevelKey.Length + 1)..]] = level) == level;
    }

    private static bool IsIn(string section, string key) => key.StartsWith(section + ":", StringComparison.OrdinalIgnoreCase);
}
