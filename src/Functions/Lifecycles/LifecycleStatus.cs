using System.Text.Json.Serialization;

namespace Dfm.Functions.Lifecycles;

/// <summary>What the orchestration of a lifecycle shows of itself.</summary>
/// <param name="Cancellable">Whether the customer may cancel.</param>
public sealed record LifecycleStatus<TState>(
    [property: JsonPropertyName("state")] TState State,
    [property: JsonPropertyName("cancellable")] bool Cancellable);
