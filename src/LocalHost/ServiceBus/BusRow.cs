using System.Globalization;
using Azure.Core.Amqp;
using Azure.Data.Tables;
using Azure.Messaging.ServiceBus;

namespace Dfm.LocalHost.ServiceBus;

/// <summary>Live: it is, or will be, delivered. Dead: it was put aside. Done: it is gone, and only its id is remembered.</summary>
internal enum MessageState { Live, Dead, Done }

/// <summary>A message as its table row, which stays in its place for the message's whole life.</summary>
/// <param name="Sequence">The sequence number, the row's key: the instant of sending in ticks, made unique in the queue.</param>
/// <param name="Id">The message's id.</param>
/// <param name="Due">From when it can be received: when it was sent, or what it is scheduled for.</param>
/// <param name="Amqp">The message as AMQP bytes.</param>
internal sealed record BusRow(long Sequence, string Id, DateTimeOffset Due, byte[] Amqp)
{
    private const int MaxDeliveries = 10;

    public MessageState State { get; init; }

    public int Deliveries { get; init; }

    /// <summary>A message to be sent. Without an id there is nothing that it could be a duplicate of.</summary>
    public static BusRow Of(ServiceBusMessage message, long sequence, DateTimeOffset now) => new(
        sequence,
        message.MessageId ?? Guid.NewGuid().ToString(),
        message.ScheduledEnqueueTime > now ? message.ScheduledEnqueueTime.ToUniversalTime() : now,
        message.GetRawAmqpMessage().ToBytes().ToArray());

    public static BusRow Read(TableEntity row) => new(
        long.Parse(row.RowKey, CultureInfo.InvariantCulture),
        row.GetString(nameof(Id)),
        new DateTimeOffset(row.GetInt64(nameof(Due))!.Value, TimeSpan.Zero),
        row.GetLong(nameof(Amqp)))
    {
        State = Enum.Parse<MessageState>(row.GetString(nameof(State))),
        Deliveries = row.GetInt32(nameof(Deliveries))!.Value,
    };

    public TableEntity ToEntity(string queue)
    {
        var row = new TableEntity(queue, Sequence.ToString("d19", CultureInfo.InvariantCulture))
        {
            [nameof(Id)] = Id,
            [nameof(Due)] = Due.UtcTicks,
            [nameof(State)] = State.ToString(),
            [nameof(Deliveries)] = Deliveries,
        };
        row.SetLong(nameof(Amqp), Amqp);
        return row;
    }

    /// <summary>The message when it is gone.</summary>
    public BusRow Completed() => this with { State = MessageState.Done, Amqp = [] };

    /// <summary>The message when it was not settled: a dead letter if it was delivered too often.</summary>
    public BusRow Abandoned() => Deliveries < MaxDeliveries ? this : DeadLettered(
        "MaxDeliveryCountExceeded", $"Message could not be consumed after {MaxDeliveries} delivery attempts.");

    public BusRow DeadLettered(string? reason, string? description) =>
        With([new("DeadLetterReason", reason), new("DeadLetterErrorDescription", description)]) with { State = MessageState.Dead };

    /// <summary>The same message with these application properties set besides, but for those without a value.</summary>
    public BusRow With(IEnumerable<KeyValuePair<string, object?>>? properties)
    {
        if (properties is null) return this;
        var amqp = AmqpAnnotatedMessage.FromBytes(BinaryData.FromBytes(Amqp));
        foreach (var (name, value) in properties.Where(pair => pair.Value is not null)) amqp.ApplicationProperties[name] = value!;
        return this with { Amqp = amqp.ToBytes().ToArray() };
    }

    /// <summary>The message as a receiver sees it, with what a broker adds.</summary>
    public ServiceBusReceivedMessage Received(Guid lockToken = default, DateTimeOffset lockedUntil = default)
    {
        var amqp = AmqpAnnotatedMessage.FromBytes(BinaryData.FromBytes(Amqp));
        amqp.Header.DeliveryCount = (uint)Deliveries;
        amqp.MessageAnnotations["x-opt-sequence-number"] = Sequence;
        amqp.MessageAnnotations["x-opt-enqueued-time"] = Due.UtcDateTime;
        amqp.MessageAnnotations["x-opt-locked-until"] = lockedUntil.UtcDateTime;
        return ServiceBusReceivedMessage.FromAmqpMessage(amqp, BinaryData.FromBytes(lockToken.ToByteArray()));
    }

    /// <summary>A dead letter as another message: with an id of its own, or it would be a duplicate of itself.</summary>
    public ServiceBusMessage ToSendAgain() => new(Received()) { MessageId = $"again-{Sequence}" };
}
