using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Core.Amqp;
using Azure.Data.Tables;
using Azure.Messaging.ServiceBus;

namespace Dfm.LocalHost.ServiceBus;

/// <summary>
/// A message as its table row. The row stays in its place for the message's whole life: each step (to lock, to abandon, to complete, to
/// make a dead letter of it) is one conditional write, and a crash finds it before or after the step. The row's key comes from the
/// message's id: what is sent under an id that is there already is a duplicate. A completed message leaves its row, emptied, for as long
/// as its id is remembered.
/// </summary>
/// <param name="Key">The row's key.</param>
internal sealed record BusRow(string Key)
{
    /// <summary>The state of a message that is, or will be, delivered.</summary>
    public const string Live = "live";

    /// <summary>The state of a dead letter.</summary>
    public const string Dead = "dead";

    /// <summary>The state of what was completed or cancelled: only its id counts.</summary>
    public const string Done = "done";

    /// <summary>The annotation that tells when a message's lock runs out.</summary>
    public const string LockedUntil = "x-opt-locked-until";

    private const int ChunkSize = 60_000; // A table's property holds 64 KiB.
    private const string EnqueuedTime = "x-opt-enqueued-time";
    private const string SequenceNumber = "x-opt-sequence-number";
    private const string ScheduledTime = "x-opt-scheduled-enqueue-time";
    private const string DeadLetterSource = "x-opt-deadletter-source";

    private static long lastSequence;

    /// <summary>The version of the row that this is.</summary>
    public ETag ETag { get; init; }

    /// <summary>Names the latest write, to recognise it when its answer was lost.</summary>
    public Guid Write { get; init; }

    /// <summary>One of the three states.</summary>
    public string State { get; init; } = Live;

    /// <summary>The sequence number: the instant of sending in ticks, made unique in the process.</summary>
    public long Sequence { get; init; }

    /// <summary>From when it can be received: when it is due, or when its lock runs out.</summary>
    public DateTimeOffset Visible { get; init; }

    /// <summary>How often it was delivered.</summary>
    public int Deliveries { get; init; }

    /// <summary>The message as AMQP bytes.</summary>
    public byte[] Amqp { get; init; } = [];

    /// <summary>When it was sent.</summary>
    public DateTimeOffset Sent => new(Sequence, TimeSpan.Zero);

    /// <summary>A message to be sent.</summary>
    public static BusRow Of(ServiceBusMessage message, DateTimeOffset now)
    {
        // Without an id there is nothing that it could be a duplicate of.
        var id = message.MessageId ?? Guid.NewGuid().ToString();
        return new BusRow(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id))))
        {
            Sequence = NextSequence(now),
            Visible = message.ScheduledEnqueueTime > now ? message.ScheduledEnqueueTime.ToUniversalTime() : now,
            Amqp = message.GetRawAmqpMessage().ToBytes().ToArray(),
        };
    }

    /// <summary>Reads a row.</summary>
    public static BusRow Read(TableEntity row) => new(row.RowKey)
    {
        ETag = row.ETag,
        Write = row.GetGuid(nameof(Write)) ?? default,
        State = row.GetString(nameof(State)),
        Sequence = row.GetInt64(nameof(Sequence)) ?? 0,
        Visible = new DateTimeOffset(row.GetInt64(nameof(Visible)) ?? 0, TimeSpan.Zero),
        Deliveries = row.GetInt32(nameof(Deliveries)) ?? 0,
        Amqp = [.. Enumerable.Range(0, row.GetInt32("Chunks") ?? 0).SelectMany(n => row.GetBinary($"Amqp{n}"))],
    };

    /// <summary>The whole row.</summary>
    public TableEntity Whole(string queue)
    {
        var row = Head(queue);
        row[nameof(Sequence)] = Sequence;
        var chunks = Amqp.Chunk(ChunkSize).ToList();
        row["Chunks"] = chunks.Count;
        foreach (var (n, chunk) in chunks.Index()) row[$"Amqp{n}"] = chunk;
        return row;
    }

    /// <summary>What changes while the message stays as it is.</summary>
    public TableEntity Head(string queue) => new(queue, Key)
    {
        [nameof(Write)] = Write,
        [nameof(State)] = State,
        [nameof(Visible)] = Visible.UtcTicks,
        [nameof(Deliveries)] = Deliveries,
    };

    /// <summary>The row that stays when the message is gone.</summary>
    public BusRow Emptied() => this with { State = Done, Amqp = [] };

    /// <summary>The same message with these application properties set besides.</summary>
    public BusRow With(IEnumerable<KeyValuePair<string, object>>? properties)
    {
        if (properties is null) return this;
        var amqp = AmqpAnnotatedMessage.FromBytes(BinaryData.FromBytes(Amqp));
        foreach (var (name, value) in properties) amqp.ApplicationProperties[name] = value;
        return this with { Amqp = amqp.ToBytes().ToArray() };
    }

    /// <summary>The message as a receiver sees it, with what a broker adds.</summary>
    /// <param name="queue">The queue's name.</param>
    /// <param name="lockToken">The token of its lock; empty for none.</param>
    public ServiceBusReceivedMessage Received(string queue, Guid lockToken = default)
    {
        var amqp = AmqpAnnotatedMessage.FromBytes(BinaryData.FromBytes(Amqp));
        amqp.Header.DeliveryCount = (uint)Deliveries;
        amqp.MessageAnnotations[SequenceNumber] = Sequence;
        amqp.MessageAnnotations[EnqueuedTime] =
            amqp.MessageAnnotations.TryGetValue(ScheduledTime, out var due) && due is DateTime time && time > Sent.UtcDateTime
                ? time
                : Sent.UtcDateTime;
        if (State == Dead) amqp.MessageAnnotations[DeadLetterSource] = queue;
        else amqp.MessageAnnotations[LockedUntil] = Visible.UtcDateTime;
        return ServiceBusReceivedMessage.FromAmqpMessage(amqp, BinaryData.FromBytes(lockToken.ToByteArray()));
    }

    private static long NextSequence(DateTimeOffset now)
    {
        while (true)
        {
            var seen = Interlocked.Read(ref lastSequence);
            var next = Math.Max(seen + 1, now.UtcTicks);
            if (Interlocked.CompareExchange(ref lastSequence, next, seen) == seen) return next;
        }
    }
}
