// Without nullability, as the official package is, so that both builds warn alike.
#nullable disable
using Dfm.LocalRuntime.ServiceBus;

namespace Azure.Messaging.ServiceBus;

/// <summary>A message as it was received or peeked at.</summary>
public class ServiceBusReceivedMessage
{
    private readonly Envelope envelope;

    internal ServiceBusReceivedMessage(Envelope envelope, BinaryData body, int deliveryCount, MessageLock held)
    {
        this.envelope = envelope;
        Body = body;
        DeliveryCount = deliveryCount;
        Lock = held;
        ApplicationProperties = PropertyValues.Decode(envelope.Properties);
    }

    /// <summary>The sender's own properties.</summary>
    public IReadOnlyDictionary<string, object> ApplicationProperties { get; }

    /// <summary>What the message carries.</summary>
    public BinaryData Body { get; }

    /// <summary>The media type of the body.</summary>
    public string ContentType => envelope.ContentType;

    /// <summary>What the message answers or belongs to.</summary>
    public string CorrelationId => envelope.CorrelationId;

    /// <summary>In the dead-letter queue: why it is there, in a sentence.</summary>
    public string DeadLetterErrorDescription => ApplicationProperties.GetValueOrDefault("DeadLetterErrorDescription") as string;

    /// <summary>In the dead-letter queue: why it is there, as a short code.</summary>
    public string DeadLetterReason => ApplicationProperties.GetValueOrDefault("DeadLetterReason") as string;

    /// <summary>How often it was delivered, this time included.</summary>
    public int DeliveryCount { get; }

    /// <summary>When it became visible first.</summary>
    public DateTimeOffset EnqueuedTime => envelope.Enqueued;

    /// <summary>When it vanishes.</summary>
    public DateTimeOffset ExpiresAt => envelope.ExpiresAt;

    /// <summary>An id of this delivery's lock; the empty GUID for a message that is not locked.</summary>
    public string LockToken => (Lock?.Token ?? Guid.Empty).ToString();

    /// <summary>When the lock runs out.</summary>
    public DateTimeOffset LockedUntil => Lock?.Until ?? default;

    /// <summary>The sender's id of it.</summary>
    public string MessageId => envelope.MessageId;

    /// <summary>Where an answer goes.</summary>
    public string ReplyTo => envelope.ReplyTo;

    /// <summary>When it was to become visible; the default value when it was not scheduled.</summary>
    public DateTimeOffset ScheduledEnqueueTime => envelope.Scheduled ?? default;

    /// <summary>The queue's own number of it: it grows with the time of sending, with gaps.</summary>
    public long SequenceNumber => envelope.Sequence;

    /// <summary>What the message is about.</summary>
    public string Subject => envelope.Subject;

    /// <summary>How long it may wait.</summary>
    public TimeSpan TimeToLive => envelope.TimeToLive ?? TimeSpan.MaxValue;

    /// <summary>For whom it is.</summary>
    public string To => envelope.To;

    internal Envelope Envelope => envelope;

    internal MessageLock Lock { get; }

    /// <summary>Names the message by its id.</summary>
    public override string ToString() => $"{{MessageId:{MessageId}}}";
}
