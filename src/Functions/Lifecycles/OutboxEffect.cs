using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Azure.Data.Tables;
using Dfm.Functions.Storage;

namespace Dfm.Functions.Lifecycles;

/// <summary>What the outbox does to a lifecycle.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OutboxEffectKind>))]
internal enum OutboxEffectKind
{
    /// <summary>Start the orchestration.</summary>
    Start,

    /// <summary>Raise an event that it waits for.</summary>
    Signal,
}

/// <summary>An effect of an accepted command, stored with it and dispatched after it; doing it twice does it once.</summary>
/// <param name="Kind">Start or signal.</param>
/// <param name="Instance">The orchestration's instance.</param>
/// <param name="Name">For a start: the orchestration's name. For a signal: the event's.</param>
/// <param name="Payload">The input of the one, the content of the other.</param>
internal sealed record OutboxEffect(OutboxEffectKind Kind, string Instance, string Name, JsonElement Payload)
{
    /// <summary>As Durable Task itself writes and reads: properties by their own names, which it may tell apart by case.</summary>
    private static readonly JsonSerializerOptions PayloadJson = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Starts a lifecycle.</summary>
    public static OutboxEffect Start<TInput>(string orchestration, string instance, TInput input) =>
        new(OutboxEffectKind.Start, instance, orchestration, JsonSerializer.SerializeToElement(input, PayloadJson));

    /// <summary>Signals something to a lifecycle.</summary>
    public static OutboxEffect Signal<TEvent>(string instance, string eventName, TEvent payload) =>
        new(OutboxEffectKind.Signal, instance, eventName, JsonSerializer.SerializeToElement(payload, PayloadJson));

    /// <summary>The effect that an outbox row holds.</summary>
    public static OutboxEffect Read(TableEntity row) => row.Read<OutboxEffect>(RowJson.Data);
}
