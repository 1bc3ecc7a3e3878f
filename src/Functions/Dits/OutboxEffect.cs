using System.Text.Json;
using System.Text.Json.Serialization;
using Azure.Data.Tables;
using Dfm.Core.Dits;
using Dfm.Functions.Storage;

namespace Dfm.Functions.Dits;

/// <summary>What the outbox does to a lifecycle.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OutboxEffectKind>))]
internal enum OutboxEffectKind
{
    /// <summary>Start the orchestration of a DIT that was raised.</summary>
    Start,

    /// <summary>Tell the orchestration that the DIT has moved.</summary>
    Signal,
}

/// <summary>An effect of an accepted command, stored with it and dispatched after it; doing it twice does it once.</summary>
/// <param name="Kind">Start or signal.</param>
/// <param name="Number">The DIT.</param>
/// <param name="Dit">For a start: the DIT as it was raised.</param>
/// <param name="Transition">For a signal: what happened.</param>
internal sealed record OutboxEffect(OutboxEffectKind Kind, DitNumber Number, Dit? Dit, DitTransition? Transition)
{
    /// <summary>Starts the lifecycle of a DIT.</summary>
    public static OutboxEffect Start(Dit dit) => new(OutboxEffectKind.Start, dit.Number, dit, null);

    /// <summary>Signals a transition.</summary>
    public static OutboxEffect Signal(DitNumber number, DitTransition transition) =>
        new(OutboxEffectKind.Signal, number, null, transition);

    /// <summary>The effect that an outbox row holds.</summary>
    public static OutboxEffect Read(TableEntity row) =>
        JsonSerializer.Deserialize<OutboxEffect>(row.GetString("Data"), StorageJson.Options)
        ?? throw new InvalidOperationException($"Row {row.RowKey} holds no effect.");
}
