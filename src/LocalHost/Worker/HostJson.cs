using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Dfm.LocalHost.Worker;

/// <summary>The honoured part of host.json, with the settings that override it.</summary>
internal sealed class HostJson
{
    /// <summary>Names another file than host.json beside the application.</summary>
    public const string Setting = "LocalHost:HostJson";

    // As an environment variable: AzureFunctionsJobHost__extensions__serviceBus__maxConcurrentCalls.
    private const string OverrideSection = "AzureFunctionsJobHost";
    private const string RoutePrefixKey = "extensions:http:routePrefix";
    private const string DurableTaskKey = "extensions:durableTask";
    // The logs of Azure's host and its Application Insights are not there on one machine: what tunes them has nothing to do.
    private static readonly string[] Unchecked = [DurableTaskKey + ":", "logging:", "aggregator:"];

    /// <summary>Every other key that is honoured; each takes a value or answers false.</summary>
    private static readonly Dictionary<string, Func<HostJson, string, bool>> Honoured = new(StringComparer.OrdinalIgnoreCase)
    {
        ["version"] = (_, value) => value == "2.0",
        // The app's own exporters see this host's spans too: they are in one process.
        ["telemetryMode"] = (_, value) => value.Equals("OpenTelemetry", StringComparison.OrdinalIgnoreCase),
        // Invocations are never broken off: that is what Azure does with -1.
        ["functionTimeout"] = (_, value) => value == "-1",
        [RoutePrefixKey] = (host, value) => (host.RoutePrefix = value) == value.Trim('/'),
        ["extensions:serviceBus:maxConcurrentCalls"] = (host, value) =>
            int.TryParse(value, CultureInfo.InvariantCulture, out var calls) && (host.MaxConcurrentCalls = calls) > 0,
        ["extensions:serviceBus:autoCompleteMessages"] = (host, value) =>
            bool.TryParse(value, out var completes) && (host.AutoCompleteMessages = completes) == completes,
        ["extensions:serviceBus:maxAutoLockRenewalDuration"] = (host, value) =>
            TimeSpan.TryParse(value, CultureInfo.InvariantCulture, out var most) && (host.MaxAutoLockRenewalDuration = most) >= TimeSpan.Zero,
    };

    /// <summary>What stands before every route; empty for nothing.</summary>
    public string RoutePrefix { get; private set; } = "api";

    /// <summary>How many messages of one queue are handled at the same time.</summary>
    public int MaxConcurrentCalls { get; private set; } = 16;

    /// <summary>Whether a message is completed when its function returns.</summary>
    public bool AutoCompleteMessages { get; private set; } = true;

    /// <summary>For how long the lock of a message is renewed while its function runs.</summary>
    public TimeSpan MaxAutoLockRenewalDuration { get; private set; } = TimeSpan.FromMinutes(5);

    /// <summary>For Microsoft's Durable Task extension, which checks it itself.</summary>
    public required IConfigurationSection DurableTask { get; init; }

    /// <summary>Reads the application's host.json, or takes the defaults when there is none, and the settings that override it.</summary>
    /// <exception cref="InvalidOperationException">It says what is not honoured; the message has a sentence for each such key.</exception>
    public static HostJson Load(IConfiguration settings)
    {
        var path = Path.GetFullPath(settings[Setting] ?? Path.Combine(AppContext.BaseDirectory, "host.json"));
        var overrides = settings.GetSection(OverrideSection);
        var all = new ConfigurationBuilder().AddJsonFile(path, optional: true).AddConfiguration(overrides).Build();
        var host = new HostJson { DurableTask = all.GetSection(DurableTaskKey) };
        var problems = all.AsEnumerable().Where(pair => pair.Value is not null && !host.TrySet(pair.Key, pair.Value))
            .Select(pair => $"host.json or {OverrideSection}: '{pair.Key}' with the value '{pair.Value}' is not honoured by the local host.").ToList();
        if (File.Exists(path) && all["version"] is null) problems.Add("host.json: 'version' is missing; it must be \"2.0\".");
        // In Azure the worker reads it from the file alone, and disagrees with the host over it.
        if (overrides[RoutePrefixKey] is not null) problems.Add($"'{OverrideSection}:{RoutePrefixKey}' is not honoured by the local host.");
        return problems.Count == 0 ? host : throw new InvalidOperationException(string.Join(Environment.NewLine, problems));
    }

    private bool TrySet(string key, string value) =>
        Array.Exists(Unchecked, section => key.StartsWith(section, StringComparison.OrdinalIgnoreCase))
        || (Honoured.TryGetValue(key, out var set) && set(this, value));
}
