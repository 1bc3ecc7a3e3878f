using System.Text.Json;
using System.Text.Json.Serialization;
using Azure.Messaging.ServiceBus;
using Dfm.LocalRuntime.Worker;

namespace Dfm.LocalRuntime.ServiceBus;

/// <summary>A message as it is written to a storage queue.</summary>
internal sealed record Envelope
{
    private static readonly TimeSpan LongestDelay = TimeSpan.FromDays(7);

    /// <summary>The sequence number: the moment of sending in ticks, made unique.</summary>
    public long Sequence { get; init; }

    public string MessageId { get; init; } = "";

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

    /// <summary>True for messages that were sent together and are not yet put into the queue: the body holds their envelopes.</summary>
    public bool IsParcel { get; init; }

    /// <summary>What is added to the storage queue's own count of deliveries.</summary>
    public int DeliveriesBefore { get; init; }

    [JsonIgnore]
    public DateTimeOffset ExpiresAt =>
        TimeToLive is { } ttl && ttl < DateTimeOffset.MaxValue - Enqueued ? Enqueued + ttl : DateTimeOffset.MaxValue;

    [JsonIgnore]
    public DateTimeOffset Sent => new(Sequence, TimeSpan.Zero);

    /// <summary>True when it was sent to become visible later.</summary>
    [JsonIgnore]
    public bool IsScheduled => Scheduled > Sent;

    public static Envelope Of(ServiceBusMessage message, DateTimeOffset? scheduled)
    {
        var envelope = new Envelope
        {
            Sequence = Ticks.Next(),
            MessageId = message.MessageId ?? Guid.NewGuid().ToString("N"),
            Subject = message.Subject,
            CorrelationId = message.CorrelationId,
            ContentType = message.ContentType,
            ReplyTo = message.ReplyTo,
            To = message.To,
            Properties = PropertyValues.Encode(message.ApplicationProperties),
            Scheduled = scheduled,
            TimeToLive = message.TimeToLive == TimeSpan.MaxValue ? null : message.TimeToLive,
            Body = message.Body.ToArray(),
        };
        return envelope with { Enqueued = envelope.IsScheduled ? scheduled!.Value : envelope.Sent };
    }

    /// <summary>Messages sent together, as one.</summary>
    public static Envelope Pack(IReadOnlyList<Envelope> messages) => new()
    {
        Sequence = Ticks.Next(),
        IsParcel = true,
        Body = JsonSerializer.SerializeToUtf8Bytes(messages, EnvelopeJson.Default.IReadOnlyListEnvelope),
    };

    /// <summary>The messages that <see cref="Pack"/> packed.</summary>
    public static IReadOnlyList<Envelope> Unpack(byte[] body) =>
        JsonSerializer.Deserialize(body, EnvelopeJson.Default.IReadOnlyListEnvelope)!;

    /// <summary>Reads what <see cref="Write"/> wrote. Whatever another tool put into the queue becomes the body of a message.</summary>
    public static Envelope Read(BinaryData text, string storageId, DateTimeOffset inserted)
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

        return new Envelope { Sequence = inserted.UtcTicks, MessageId = storageId, Enqueued = inserted, Body = text.ToArray() };
    }

    /// <summary>For how long storage has to hide it: in whole seconds, never too short, at most its seven days; null for not at
    /// all.</summary>
    public TimeSpan? DelayFrom(DateTimeOffset now)
    {
        if (Scheduled is not { } due || due <= now)
            return null;
        var delay = TimeSpan.FromSeconds(Math.Ceiling((due - now).TotalSeconds));
        return delay < LongestDelay ? delay : LongestDelay;
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
[JsonSerializable(typeof(IReadOnlyList<Envelope>))]
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
internal sealed partial class EnvelopeJson : JsonSerializerContext;
