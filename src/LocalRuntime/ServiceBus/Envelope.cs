using System.Text.Json;
using System.Text.Json.Serialization;
using Azure.Messaging.ServiceBus;

namespace Dfm.LocalRuntime.ServiceBus;

/// <summary>A message as it is written to a storage queue.</summary>
internal sealed record Envelope
{
    public long Sequence { get; init; }

    public string? MessageId { get; init; }

    public string? Subject { get; init; }

    public string? CorrelationId { get; init; }

    public string? ContentType { get; init; }

    public string? ReplyTo { get; init; }

    public string? To { get; init; }

    public Dictionary<string, PropertyValues.Encoded?>? Properties { get; init; }

    public DateTimeOffset Enqueued { get; init; }

    public DateTimeOffset? Scheduled { get; init; }

    public TimeSpan? TimeToLive { get; init; }

    /// <summary>The body; null when it lies in a table row because it does not fit a queue message.</summary>
    public byte[]? Body { get; init; }

    /// <summary>True when a table row allows to cancel it.</summary>
    public bool Cancellable { get; init; }

    /// <summary>What is added to the storage queue's own count of deliveries.</summary>
    public int DeliveriesBefore { get; init; }

    [JsonIgnore]
    public DateTimeOffset ExpiresAt =>
        TimeToLive is { } ttl && ttl < DateTimeOffset.MaxValue - Enqueued ? Enqueued + ttl : DateTimeOffset.MaxValue;

    public static Envelope Of(ServiceBusMessage message, long sequence, DateTimeOffset now, DateTimeOffset? scheduled) => new()
    {
        Sequence = sequence,
        MessageId = message.MessageId,
        Subject = message.Subject,
        CorrelationId = message.CorrelationId,
        ContentType = message.ContentType,
        ReplyTo = message.ReplyTo,
        To = message.To,
        Properties = PropertyValues.Encode(message.ApplicationProperties),
        Enqueued = scheduled is { } later && later > now ? later : now,
        Scheduled = scheduled,
        TimeToLive = message.TimeToLive == TimeSpan.MaxValue ? null : message.TimeToLive,
        Body = message.Body.ToArray(),
    };

    /// <summary>Reads what <see cref="Write"/> wrote. Whatever another tool put into the queue becomes the body of a message.</summary>
    public static Envelope Read(BinaryData text, DateTimeOffset inserted)
    {
        try
        {
            if (JsonSerializer.Deserialize(text.ToMemory().Span, EnvelopeJson.Default.Envelope) is { Sequence: > 0 } envelope)
                return envelope;
        }
        catch (JsonException)
        {
            // Not one of ours.
        }

        return new Envelope { Sequence = inserted.UtcTicks, Enqueued = inserted, Body = text.ToArray() };
    }

    /// <summary>JSON in ASCII.</summary>
    public string Write() => JsonSerializer.Serialize(this, EnvelopeJson.Default.Envelope);

    /// <summary>The same message with these application properties set besides.</summary>
    public Envelope With(IEnumerable<KeyValuePair<string, object>>? properties)
    {
        if (properties is null)
            return this;
        var changed = Properties is null ? [] : new Dictionary<string, PropertyValues.Encoded?>(Properties);
        foreach (var (name, value) in PropertyValues.Encode(properties) ?? [])
            changed[name] = value;
        return this with { Properties = changed };
    }
}

/// <summary>Generated reading and writing of envelopes.</summary>
[JsonSerializable(typeof(Envelope))]
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
internal sealed partial class EnvelopeJson : JsonSerializerContext;
