using System.Runtime.ExceptionServices;
using System.Text.RegularExpressions;
using Azure;
using Azure.Messaging.ServiceBus;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace Dfm.LocalRuntime.ServiceBus;

/// <summary>A Service Bus queue, or its dead-letter queue, kept in a storage queue. A lock is the storage queue's visibility timeout,
/// the delivery count its dequeue count.</summary>
internal sealed partial class BusQueue
{
    public const string Prefix = "sb-";
    public const string DeadLetterPrefix = "sbdlq-";

    /// <summary>How many messages storage hands out at once.</summary>
    public const int LargestReceive = 32;

    private const int LongestReason = 4096;
    private static readonly TimeSpan Forever = TimeSpan.FromSeconds(-1);
    private static readonly TimeSpan LongestBacklog = TimeSpan.FromDays(1);

    private readonly Func<BusAccount> account;
    private readonly BusOptions options;
    private readonly string storageQueue;
    private readonly bool isDeadLetters;
    private readonly BusRows rows;
    private readonly DuplicateDetection duplicates;
    private readonly BusSends sends;

    public BusQueue(Func<BusAccount> account, string name, bool isDeadLetters, BusOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (!QueueName().IsMatch(name))
            throw new ArgumentException(
                $"The local runtime's queue names are 1 to 57 lower-case letters, digits and single hyphens; '{name}' is not.",
                nameof(name));
        this.account = account;
        this.isDeadLetters = isDeadLetters;
        this.options = options;
        Name = name;
        storageQueue = (isDeadLetters ? DeadLetterPrefix : Prefix) + name;
        rows = new BusRows(account, storageQueue);
        duplicates = new DuplicateDetection(account, storageQueue, options.DuplicateWindow);
        sends = new BusSends(account, storageQueue, Path, rows, duplicates, options);
    }

    public string Name { get; }

    public string Path => isDeadLetters ? $"{Name}/$deadletterqueue" : Name;

    public Signal Signal => account().Signal(storageQueue);

    public BusOptions Options => options;

    /// <summary>Sends messages: all of them or none.</summary>
    public async Task SendAsync(IReadOnlyList<ServiceBusMessage> messages, CancellationToken cancellationToken)
    {
        await sends.SendAsync(messages, cancellationToken);
        Signal.Pulse();
    }

    /// <summary>Sends a message for later.</summary>
    /// <returns>The number to cancel it by.</returns>
    public Task<long> ScheduleAsync(ServiceBusMessage message, DateTimeOffset due, CancellationToken cancellationToken) =>
        sends.ScheduleAsync(message, due, cancellationToken);

    /// <summary>Takes a message back that is not yet due.</summary>
    public Task CancelAsync(long sequence, CancellationToken cancellationToken) => sends.CancelAsync(sequence, cancellationToken);

    /// <summary>Messages as soon as there are any; none when the time is over.</summary>
    public async Task<IReadOnlyList<ServiceBusReceivedMessage>> WaitAsync(int max, TimeSpan longest, CancellationToken cancellationToken)
    {
        var end = DateTimeOffset.UtcNow + longest;
        while (true)
        {
            var signal = Signal.Next;
            var messages = await ReceiveAsync(max, cancellationToken);
            var left = end - DateTimeOffset.UtcNow;
            if (messages.Count > 0 || left <= TimeSpan.Zero)
                return messages;
            await WaitForSignalAsync(signal, left < options.PollInterval ? left : options.PollInterval, cancellationToken);
        }
    }

    /// <summary>Returns when the signal comes or the time is over.</summary>
    public static async Task WaitForSignalAsync(Task signal, TimeSpan longest, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(signal, Task.Delay(longest, ended.Token));
        await ended.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Locks and returns what is there now, at most 32 messages.</summary>
    public async Task<IReadOnlyList<ServiceBusReceivedMessage>> ReceiveAsync(int max, CancellationToken cancellationToken) =>
        await DropDuplicatesAsync(await TakeAsync(max, cancellationToken), cancellationToken);

    /// <summary>Locks and returns what is there now, at most 32 messages, duplicates among them.</summary>
    public Task<IReadOnlyList<ServiceBusReceivedMessage>> TakeAsync(int max, CancellationToken cancellationToken) =>
        Translated<IReadOnlyList<ServiceBusReceivedMessage>>(async () =>
    {
        var queue = await account().QueueAsync(storageQueue);
        var found = await queue.ReceiveMessagesAsync(Math.Min(max, LargestReceive), options.LockDuration, cancellationToken);
        var received = new List<ServiceBusReceivedMessage>();
        Exception? failure = null;
        foreach (var message in found.Value)
        {
            try
            {
                if (await AcceptAsync(queue, message, cancellationToken) is { } accepted)
                    received.Add(accepted);
            }
            catch (RequestFailedException lost) when (StorageFailures.IsLost(lost))
            {
                // The lock ran out meanwhile, and someone else has it.
            }
            catch (Exception e) when (e is RequestFailedException or AggregateException or ServiceBusException)
            {
                // It comes again when its lock runs out; the others, which are locked as well, are not kept waiting for it.
                failure = e;
            }
        }

        if (failure is not null && received.Count == 0)
            ExceptionDispatchInfo.Throw(failure);
        return received;
    });

    /// <summary>Takes duplicates among taken messages off the queue, and those whose lock ran out too often; returns the others.</summary>
    public async Task<IReadOnlyList<ServiceBusReceivedMessage>> DropDuplicatesAsync(
        IReadOnlyList<ServiceBusReceivedMessage> taken, CancellationToken cancellationToken)
    {
        if (isDeadLetters || taken.Count == 0)
            return taken;
        var dropped = await Translated(() => duplicates.ClaimAsync(taken, cancellationToken));
        foreach (var (duplicate, verdict) in dropped)
            await DropAsync(duplicate, verdict, cancellationToken);
        var kept = dropped.Count == 0 ? taken : [.. taken.Except(dropped.Select(one => one.Message))];
        foreach (var message in kept.Where(IsDeliveredTooOften))
            await BuryAsync(message, cancellationToken);
        return kept.Any(IsDeliveredTooOften) ? [.. kept.Where(message => !IsDeliveredTooOften(message))] : kept;
    }

    /// <summary>The first visible messages from a sequence number on, not locked.</summary>
    public Task<IReadOnlyList<ServiceBusReceivedMessage>> PeekAsync(int max, long from, CancellationToken cancellationToken) =>
        Translated<IReadOnlyList<ServiceBusReceivedMessage>>(async () =>
    {
        var queue = await account().QueueAsync(storageQueue);
        var found = await queue.PeekMessagesAsync(LargestReceive, cancellationToken);
        var messages = new List<ServiceBusReceivedMessage>();
        foreach (var message in found.Value)
        {
            var envelope = Envelope.Read(message.Body, message.MessageId, message.InsertedOn ?? DateTimeOffset.UtcNow);
            if (envelope.Sequence < from || envelope.IsParcel)
                continue;
            var deliveries = envelope.DeliveriesBefore + (int)message.DequeueCount;
            if (await ReadBodyAsync(envelope, cancellationToken) is { } body)
                messages.Add(new ServiceBusReceivedMessage(envelope, BinaryData.FromBytes(body), deliveries, null));
        }

        return messages.Count == 0 && found.Value.Length == LargestReceive
            ? throw new NotSupportedException($"The local runtime peeks at the first {LargestReceive} messages of a queue only.")
            : messages.OrderBy(message => message.SequenceNumber).Take(max).ToList();
    });

    /// <summary>How many messages are in the queue: waiting, locked and scheduled, duplicates among them.</summary>
    public Task<int> CountAsync(CancellationToken cancellationToken) => Translated(async () =>
    {
        var queue = await account().QueueAsync(storageQueue);
        return (await queue.GetPropertiesAsync(cancellationToken)).Value.ApproximateMessagesCount;
    });

    /// <summary>How many messages are scheduled and not yet due.</summary>
    public Task<int> CountScheduledAsync(CancellationToken cancellationToken) =>
        Translated(() => rows.CountScheduledAsync(cancellationToken));

    public Task CompleteAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken) =>
        SettleAsync(message, async (queue, held) =>
        {
            await DeleteAsync(queue, held, cancellationToken);
            await DeleteRowsAsync(message.Envelope, cancellationToken);
        });

    public async Task AbandonAsync(
        ServiceBusReceivedMessage message, IDictionary<string, object>? properties, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (!isDeadLetters && message.DeliveryCount >= options.MaxDeliveryCount)
        {
            await DeadLetterAsync(message, properties, TooManyDeliveries, TooManyDeliveriesText, cancellationToken);
            return;
        }

        await SettleAsync(message, async (queue, held) =>
        {
            var text = await rows.FitAsync(message.Envelope.With(properties), BusRows.LongestKept, cancellationToken);
            await queue.UpdateMessageAsync(held.StorageId, held.PopReceipt, text, TimeSpan.Zero, cancellationToken);
        });
        Signal.Pulse();
    }

    public async Task DeadLetterAsync(
        ServiceBusReceivedMessage message,
        IDictionary<string, object>? properties,
        string? reason,
        string? description,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (isDeadLetters)
            throw new InvalidOperationException($"The message is in the dead-letter queue of '{Name}' already.");
        ArgumentOutOfRangeException.ThrowIfGreaterThan(reason?.Length ?? 0, LongestReason, nameof(reason));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(description?.Length ?? 0, LongestReason, nameof(description));
        var dead = Noted(message.Envelope.With(properties), reason, description);
        await SettleAsync(message, (queue, held) => MoveToDeadLettersAsync(
            queue, held, dead, message.Body.ToArray(), message.DeliveryCount, cancellationToken));
    }

    public Task RenewAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken) =>
        WithLockAsync(message, async (queue, held) =>
        {
            UpdateReceipt renewed = await queue.UpdateMessageAsync(
                held.StorageId, held.PopReceipt, message.Envelope.Write(), options.LockDuration, cancellationToken);
            held.PopReceipt = renewed.PopReceipt;
            held.Until = renewed.NextVisibleOn;
        });

    /// <summary>Gives a message back as if it had not been received: this does not count as a delivery.</summary>
    public async Task PutBackAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken)
    {
        await SettleAsync(message, (queue, held) => HideAsync(queue, held, message.Envelope, TimeSpan.Zero, cancellationToken));
        Signal.Pulse();
    }

    /// <summary>Forgets the message ids that are older than the window. While messages wait, duplicates of others may be among them: then
    /// the ids are kept for longer.</summary>
    public Task SweepAsync(CancellationToken cancellationToken) => Translated(async () =>
    {
        var before = DateTimeOffset.UtcNow - options.DuplicateWindow;
        var waiting = await CountAsync(cancellationToken);
        await duplicates.SweepAsync(waiting == 0 ? before : before - LongestBacklog, cancellationToken);
    });

    /// <summary>Takes a duplicate off the queue. Its lock may have run out: storage lets the last who received it delete it.</summary>
    private Task DropAsync(ServiceBusReceivedMessage duplicate, DuplicateDetection.Verdict verdict, CancellationToken cancellationToken) =>
        Translated(async () =>
        {
            try
            {
                await DeleteAsync(await account().QueueAsync(storageQueue), duplicate.Lock, cancellationToken);
                // What a copy has in rows belongs to the other one too.
                if (verdict != DuplicateDetection.Verdict.Copy)
                    await DeleteRowsAsync(duplicate.Envelope, cancellationToken);
            }
            catch (RequestFailedException lost) when (StorageFailures.IsLost(lost))
            {
                // Someone else drops it.
            }
        });

    private bool IsDeliveredTooOften(ServiceBusReceivedMessage message) => message.DeliveryCount > options.MaxDeliveryCount;

    private Task BuryAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken) => Translated(async () =>
    {
        try
        {
            var dead = Noted(message.Envelope, TooManyDeliveries, TooManyDeliveriesText);
            await MoveToDeadLettersAsync(
                await account().QueueAsync(storageQueue),
                message.Lock,
                dead,
                message.Body.ToArray(),
                message.DeliveryCount - 1,
                cancellationToken);
        }
        catch (RequestFailedException lost) when (StorageFailures.IsLost(lost))
        {
            // Someone else has received it since, and does it.
        }
    });

    private string TooManyDeliveriesText => $"Message could not be consumed after {options.MaxDeliveryCount} delivery attempts.";

    private const string TooManyDeliveries = "MaxDeliveryCountExceeded";

    /// <summary>The message, unless it has to wait on or is expired.</summary>
    private async Task<ServiceBusReceivedMessage?> AcceptAsync(QueueClient queue, QueueMessage found, CancellationToken cancellationToken)
    {
        var now = DateTimeOffset.UtcNow;
        var envelope = Envelope.Read(found.Body, found.MessageId, found.InsertedOn ?? now);
        var held = new MessageLock(found.MessageId, found.PopReceipt, found.NextVisibleOn ?? now + options.LockDuration);
        if (envelope.DelayFrom(now) is { } longer)
        {
            await HideAsync(queue, held, envelope, longer, cancellationToken);
            return null;
        }

        if (await ReadBodyAsync(envelope, cancellationToken) is not { } body)
        {
            // A copy of it was settled.
            await DeleteAsync(queue, held, cancellationToken);
            return null;
        }

        if (envelope.IsParcel)
        {
            await sends.UnpackAsync(envelope.Sequence, body, held.StorageId, held.PopReceipt, cancellationToken);
            Signal.Pulse();
            return null;
        }

        if (!isDeadLetters && envelope.ExpiresAt <= now)
        {
            await DeleteAsync(queue, held, cancellationToken);
            await DeleteRowsAsync(envelope, cancellationToken);
            return null;
        }

        var deliveries = envelope.DeliveriesBefore + (int)found.DequeueCount;
        return new ServiceBusReceivedMessage(envelope, BinaryData.FromBytes(body), deliveries, held);
    }

    /// <summary>A message that was received and is hidden once more: this does not count as a delivery. So is one that is scheduled beyond
    /// storage's seven days.</summary>
    private async Task HideAsync(
        QueueClient queue, MessageLock held, Envelope envelope, TimeSpan delay, CancellationToken cancellationToken)
    {
        var waiting = envelope with { DeliveriesBefore = envelope.DeliveriesBefore - 1 };
        UpdateReceipt hidden = await queue.UpdateMessageAsync(held.StorageId, held.PopReceipt, waiting.Write(), delay, cancellationToken);
        if (envelope.Scheduled > DateTimeOffset.UtcNow)
        {
            await rows.WriteScheduleAsync(
                envelope.Sequence,
                new ScheduledMessage(held.StorageId, hidden.PopReceipt, envelope.Scheduled.Value),
                cancellationToken);
        }
    }

    private async Task<byte[]?> ReadBodyAsync(Envelope envelope, CancellationToken cancellationToken) =>
        envelope.Body ?? await rows.ReadBodyAsync(envelope.Sequence, cancellationToken);

    private static Envelope Noted(Envelope envelope, string? reason, string? description)
    {
        var notes = new Dictionary<string, object>();
        if (reason is not null)
            notes["DeadLetterReason"] = reason;
        if (description is not null)
            notes["DeadLetterErrorDescription"] = description;
        return envelope.With(notes);
    }

    /// <summary>First there, then away from here: a crash in between leaves it in both, never in none.</summary>
    private async Task MoveToDeadLettersAsync(
        QueueClient queue, MessageLock held, Envelope envelope, byte[] body, int deliveries, CancellationToken cancellationToken)
    {
        var dead = envelope with { Body = body, DeliveriesBefore = deliveries };
        var text = await new BusRows(account, DeadLetterPrefix + Name).FitAsync(dead, BusRows.LongestKept, cancellationToken);
        var deadLetters = await account().QueueAsync(DeadLetterPrefix + Name);
        SendReceipt copy = await deadLetters.SendMessageAsync(text, null, Forever, cancellationToken);
        try
        {
            await DeleteAsync(queue, held, cancellationToken);
        }
        catch (RequestFailedException lost) when (StorageFailures.IsLost(lost))
        {
            // Gone (404), it may have been deleted from here by an attempt whose answer was lost: then the dead letter is all there is.
            if (lost.Status != 404)
                await deadLetters.DeleteMessageAsync(copy.MessageId, copy.PopReceipt, cancellationToken);
            throw;
        }

        await DeleteRowsAsync(envelope, cancellationToken);
        account().Signal(DeadLetterPrefix + Name).Pulse();
    }

    private async Task DeleteRowsAsync(Envelope envelope, CancellationToken cancellationToken)
    {
        if (envelope.Body is null)
            await rows.DeleteBodyAsync(envelope.Sequence, cancellationToken);
        if (envelope.IsScheduled && !isDeadLetters)
            await rows.DeleteScheduleAsync(envelope.Sequence, cancellationToken);
    }

    private static async Task DeleteAsync(QueueClient queue, MessageLock held, CancellationToken cancellationToken) =>
        await queue.DeleteMessageAsync(held.StorageId, held.PopReceipt, cancellationToken);

    private Task SettleAsync(ServiceBusReceivedMessage message, Func<QueueClient, MessageLock, Task> settle) =>
        WithLockAsync(message, async (queue, held) =>
        {
            await settle(queue, held);
            held.IsSettled = true;
        });

    private async Task WithLockAsync(ServiceBusReceivedMessage message, Func<QueueClient, MessageLock, Task> operation)
    {
        ArgumentNullException.ThrowIfNull(message);
        var held = message.Lock ?? throw new InvalidOperationException("A message that was only peeked at cannot be settled.");
        await held.Gate.WaitAsync();
        try
        {
            // Storage lets the last holder of a message settle it late as well; Service Bus does not.
            if (held.IsSettled || held.Until <= DateTimeOffset.UtcNow)
                throw LockLost(message, null);
            await Translated(async () => await operation(await account().QueueAsync(storageQueue), held));
        }
        catch (ServiceBusException failure) when (failure.InnerException is RequestFailedException lost && StorageFailures.IsLost(lost))
        {
            throw LockLost(message, lost);
        }
        finally
        {
            held.Gate.Release();
        }
    }

    private ServiceBusException LockLost(ServiceBusReceivedMessage message, Exception? cause) => new(
        $"The lock of message {message.SequenceNumber} ran out, or the message is settled.",
        ServiceBusFailureReason.MessageLockLost,
        Path,
        cause);

    private Task<T> Translated<T>(Func<Task<T>> operation) => StorageFailures.TranslateAsync(Path, operation);

    private Task Translated(Func<Task> operation) => StorageFailures.TranslateAsync(Path, operation);

    [GeneratedRegex("^(?=.{1,57}$)[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex QueueName();
}
