using System.Text.Json;
using System.Text.Json.Nodes;
using Dfm.LocalHost.Worker.Protocol;

namespace Dfm.LocalHost.Worker;

/// <summary>A function as the worker describes it to its host.</summary>
/// <param name="Id">The worker's id of it.</param>
/// <param name="Name">Its name.</param>
/// <param name="Trigger">What invokes it.</param>
/// <param name="Clients">The names of its bindings to the durable client.</param>
internal sealed record LocalFunction(string Id, string Name, FunctionBinding Trigger, IReadOnlyList<string> Clients)
{
    private static readonly HashSet<string> Triggers = new(StringComparer.OrdinalIgnoreCase)
    {
        FunctionBinding.Http, FunctionBinding.Timer, FunctionBinding.ServiceBus, FunctionBinding.Orchestration, FunctionBinding.Activity,
    };

    /// <summary>Reads a function's description.</summary>
    /// <param name="metadata">The description.</param>
    /// <param name="problems">Takes a sentence for everything in it that the local host does not support.</param>
    public static LocalFunction? Read(RpcFunctionMetadata metadata, ICollection<string> problems)
    {
        var bindings = metadata.RawBindings.Select(json => new FunctionBinding(JsonNode.Parse(json)!.AsObject())).ToList();
        var trigger = bindings.Find(binding => Triggers.Contains(binding.Type));
        if (metadata.RetryOptions is not null) problems.Add($"Function '{metadata.Name}': retry policies of functions are not supported.");
        foreach (var other in bindings.Where(binding => binding != trigger && !IsClient(binding) && !IsHttpOutput(binding)))
            problems.Add($"Function '{metadata.Name}': the binding '{other.Type}' is not supported.");
        foreach (var problem in bindings.SelectMany(binding => binding.Problems())) problems.Add($"Function '{metadata.Name}': {problem}");
        if (trigger is null) return null;
        return new(metadata.FunctionId, metadata.Name, trigger, [.. bindings.Where(IsClient).Select(binding => binding.Name)]);
    }

    private static bool IsClient(FunctionBinding binding) => binding.Is("durableClient");

    private static bool IsHttpOutput(FunctionBinding binding) => binding.Is("http");
}

/// <summary>A binding, as the attribute on a function's parameter declares it.</summary>
/// <param name="json">The declaration.</param>
internal sealed class FunctionBinding(JsonObject json)
{
    public const string Http = "httpTrigger";
    public const string Timer = "timerTrigger";
    public const string ServiceBus = "serviceBusTrigger";
    public const string Orchestration = "orchestrationTrigger";
    public const string Activity = "activityTrigger";

    /// <summary>The parameter's name.</summary>
    public string Name => Text("name") ?? "";

    /// <summary>The binding's type, such as <see cref="Http"/>.</summary>
    public string Type => Text("type") ?? "";

    /// <summary>True when it is of this type.</summary>
    public bool Is(string type) => Type.Equals(type, StringComparison.OrdinalIgnoreCase);

    /// <summary>A property; null where the attribute leaves it out.</summary>
    public string? Text(string property) => Value(property)?.ToString();

    /// <summary>A property that is true or false.</summary>
    public bool Flag(string property, bool otherwise) => bool.TryParse(Text(property), out var value) ? value : otherwise;

    /// <summary>The texts of a list.</summary>
    public IReadOnlyList<string> Texts(string property) =>
        Value(property) is JsonArray items ? [.. items.Select(item => item!.ToString())] : [];

    /// <summary>A sentence for every property that the local host does not support.</summary>
    public IEnumerable<string> Problems()
    {
        if ((Text("taskHub") ?? Text("connectionName")) is not null) yield return "clients of another task hub are not supported.";
        if ((Text("orchestration") ?? Text("activity")) is not null) yield return "orchestrators and activities have no second name here.";
        if (!Is(ServiceBus)) yield break;
        if (Text("queueName") is null) yield return "topics are not supported; a queue is due.";
        if (Flag("isSessionsEnabled", false)) yield return "sessions are not supported.";
        if (string.Equals(Text("cardinality"), "Many", StringComparison.OrdinalIgnoreCase)) yield return "batches are not supported.";
        if (Text("dataType") is not null) yield return "a message's parameter must be a ServiceBusReceivedMessage.";
    }

    private JsonNode? Value(string property) =>
        json.FirstOrDefault(pair => pair.Key.Equals(property, StringComparison.OrdinalIgnoreCase)).Value is { } value
            && value.GetValueKind() is not JsonValueKind.Null
            ? value
            : null;
}
