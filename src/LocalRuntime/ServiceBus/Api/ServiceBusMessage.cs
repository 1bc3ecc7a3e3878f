// Without nullability, as the official package is, so that both builds warn alike.
#nullable disable
namespace Azure.Messaging.ServiceBus;

/// <summary>A message to send.</summary>
public class ServiceBusMessage
{
    private const int LongestId = 128;

    private string messageId;
    private TimeSpan timeToLive = TimeSpan.MaxValue;

    /// <summary>An empty message.</summary>
    public ServiceBusMessage()
        : this(new BinaryData([]))
    {
    }

    /// <summary>A message with a text.</summary>
    /// <param name="body">The text, sent as UTF-8.</param>
    public ServiceBusMessage(string body)
        : this(BinaryData.FromString(body))
    {
    }

    /// <summary>A message with bytes.</summary>
    /// <param name="body">The bytes.</param>
    public ServiceBusMessage(ReadOnlyMemory<byte> body)
        : this(BinaryData.FromBytes(body))
    {
    }

    /// <summary>A message.</summary>
    /// <param name="body">What it carries.</param>
    public ServiceBusMessage(BinaryData body)
    {
        ArgumentNullException.ThrowIfNull(body);
        Body = body;
    }

    /// <summary>The same message once more, as new: without what the queue had noted on it.</summary>
    /// <param name="receivedMessage">The message to send again, for instance from the dead-letter queue.</param>
    public ServiceBusMessage(ServiceBusReceivedMessage receivedMessage)
    {
        ArgumentNullException.ThrowIfNull(receivedMessage);
        Body = receivedMessage.Body;
        ContentType = receivedMessage.ContentType;
        CorrelationId = receivedMessage.CorrelationId;
        messageId = receivedMessage.MessageId;
        ReplyTo = receivedMessage.ReplyTo;
        ScheduledEnqueueTime = receivedMessage.ScheduledEnqueueTime;
        Subject = receivedMessage.Subject;
        TimeToLive = receivedMessage.TimeToLive;
        To = receivedMessage.To;
        foreach (var (name, value) in receivedMessage.ApplicationProperties)
        {
            if (name is not ("DeadLetterReason" or "DeadLetterErrorDescription"))
                ApplicationProperties[name] = value;
        }
    }

    /// <summary>The sender's own properties: strings, booleans, characters, numbers, GUIDs, addresses, instants and durations.</summary>
    public IDictionary<string, object> ApplicationProperties { get; } = new Dictionary<string, object>();

    /// <summary>What the message carries.</summary>
    public BinaryData Body { get; set; }

    /// <summary>The media type of the body.</summary>
    public string ContentType { get; set; }

    /// <summary>What the message answers or belongs to.</summary>
    public string CorrelationId { get; set; }

    /// <summary>An id by the sender, of 1 to 128 characters; a message without gets one. Within ten minutes, further messages with the same
    /// id are dropped.</summary>
    /// <exception cref="ArgumentException">It is empty or too long.</exception>
    public string MessageId
    {
        get => messageId;
        set => messageId = value is { Length: > 0 and <= LongestId }
            ? value
            : throw new ArgumentException($"A message id has 1 to {LongestId} characters.", nameof(value));
    }

    /// <summary>Where an answer goes.</summary>
    public string ReplyTo { get; set; }

    /// <summary>When the message becomes visible; the default value for at once.</summary>
    public DateTimeOffset ScheduledEnqueueTime { get; set; }

    /// <summary>What the message is about.</summary>
    public string Subject { get; set; }

    /// <summary>How long it may wait; after that it vanishes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive.</exception>
    public TimeSpan TimeToLive
    {
        get => timeToLive;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero);
            timeToLive = value;
        }
    }

    /// <summary>For whom it is.</summary>
    public string To { get; set; }

    /// <summary>Names the message by its id.</summary>
    public override string ToString() => $"{{MessageId:{MessageId}}}";
}
