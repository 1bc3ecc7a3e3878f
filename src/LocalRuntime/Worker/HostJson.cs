using System.Text.Json;

namespace Dfm.LocalRuntime.Worker;

/// <summary>The honoured part of host.json.</summary>
internal sealed record HostJson
{
    /// <summary>Names another file than host.json beside the application.</summary>
    public const string Setting = "LocalRuntime:HostJson";

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

    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private readonly Dictionary<string, string> logLevels = [];

    /// <summary>Reads the file, or answers the defaults when there is none.</summary>
    /// <exception cref="InvalidOperationException">With one sentence for each key that is not honoured.</exception>
    public static HostJson Load(string path) => File.Exists(path) ? Parse(File.ReadAllText(path)) : new HostJson();

    /// <summary>Reads the text of a host.json.</summary>
    /// <exception cref="InvalidOperationException">With one sentence for each key that is not honoured.</exception>
    public static HostJson Parse(string text)
    {
        var host = new HostJson();
        var problems = new List<string>();
        using var json = JsonDocument.Parse(text, Lenient);
        host.Read("", json.RootElement, problems);
        return problems.Count == 0 ? host : throw new InvalidOperationException(string.Join(Environment.NewLine, problems));
    }

    private void Read(string path, JsonElement element, List<string> problems)
    {
        foreach (var property in element.EnumerateObject())
        {
            var key = path.Length == 0 ? property.Name : $"{path}.{property.Name}";
            // Application Insights is not there on one machine: what tunes it has nothing to do, and nothing depends on it.
            if (key == "logging.applicationInsights")
                continue;
            if (property.Value.ValueKind == JsonValueKind.Object)
                Read(key, property.Value, problems);
            else if (!TrySet(key, property.Value))
                problems.Add($"host.json: '{key}' with the value {property.Value.GetRawText()} is not honoured by the local runtime.");
        }
    }

    private bool TrySet(string key, JsonElement value)
    {
        switch (key)
        {
            case "version":
                return value.ValueKind == JsonValueKind.String && value.ValueEquals("2.0");
            case "extensions.http.routePrefix" when value.ValueKind == JsonValueKind.String:
                RoutePrefix = value.GetString()!.Trim('/');
                return true;
            case "extensions.durableTask.hubName" when value.ValueKind == JsonValueKind.String:
                HubName = value.GetString()!;
                return true;
            case "extensions.durableTask.maxConcurrentActivityFunctions" when value.TryGetInt32(out var activities) && activities > 0:
                MaxConcurrentActivityFunctions = activities;
                return true;
            case "extensions.durableTask.maxConcurrentOrchestratorFunctions"
                when value.TryGetInt32(out var orchestrators) && orchestrators > 0:
                MaxConcurrentOrchestratorFunctions = orchestrators;
                return true;
            case "extensions.serviceBus.maxConcurrentCalls" when value.TryGetInt32(out var calls) && calls > 0:
                MaxConcurrentCalls = calls;
                return true;
            case "extensions.serviceBus.autoCompleteMessages" when value.ValueKind is JsonValueKind.True or JsonValueKind.False:
                AutoCompleteMessages = value.GetBoolean();
                return true;
            case "extensions.serviceBus.maxAutoLockRenewalDuration"
                when TimeSpan.TryParse(value.ToString(), System.Globalization.CultureInfo.InvariantCulture, out var duration):
                MaxAutoLockRenewalDuration = duration;
                return true;
            case var level when level.StartsWith("logging.logLevel.", StringComparison.Ordinal):
                logLevels[level["logging.logLevel.".Length..]] = value.ToString();
                return true;
            default:
                return false;
        }
    }
}
