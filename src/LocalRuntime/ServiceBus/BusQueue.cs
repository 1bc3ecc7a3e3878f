using System.Text.RegularExpressions;
using Azure;
using Azure.Messaging.ServiceBus;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Dfm.LocalRuntime.Worker;

namespace Dfm.LocalRuntime.ServiceBus;

/// <summary>A Service Bus queue, or its dead-letter queue, kept in a storage queue. A lock is the storage queue's visibility timeout,
/// the delivery count its dequeue count.</summary>
internal sealed partial class BusQueue
{
    public const string Prefix = "sb-";
    public const string DeadLetterPrefix = "sbdlq-";

    /// <summary>How many messages storage hands out at once.</summary>
    public const int LargestReceive = 32;

    // A queue message holds 64 KiB of text.
    private const int LargestText = 60_000;
    private const int SendsAtOnce = 8;
    private static readonly TimeSpan LongestDelay = TimeSpan.FromDays(7);
    private static readonly TimeSpan Forever = TimeSpan.FromSeconds(-1);

    private readonly Func<BusAccount> account;
    private readonly BusOptions options;
    private readonly string storageQueue;
    private readonly bool isDeadLetters;
    private readonly BusRows rows;
    private readonly DuplicateDetection duplicates;

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
        rows = new BusRows(account, name);
        duplicates = new DuplicateDetection(account, name, options.DuplicateWindow);
    }

    public string Name { get; }

    public string Path => isDeadLetters ? $"{Name}/$deadletterqueue" : Name;

    public Signal Signal => account().Signal(storageQueue);

    public BusOptions Options => options;

    public async Task SendAsync(IReadOnlyList<ServiceBusMessage> messages, CancellationToken cancellationToken)
    {
        var size = messages.Sum(MessageSize.Of);
        if (size > MessageSize.Limit)
            throw TooLarge(size);
        if (messages.Count == 1)
            await SendAsync(messages[0], Scheduled(messages[0]), cancellable: false, cancellationToken);
        else
            await Parallel.ForEachAsync(
                messages,
                new ParallelOptions { MaxDegreeOfParallelism = SendsAtOnce, CancellationToken = cancellationToken },
                async (message, token) => await SendAsync(message, Scheduled(message), cancellable: false, token));
        Signal.Pulse();
    }

    public async Task<long> ScheduleAsync(ServiceBusMessage message, DateTimeOffset due, CancellationToken cancellationToken)
    {
        var (envelope, receipt) = await SendAsync(message, due, cancellable: true, cancellationToken);
        var scheduled = new ScheduledMessage(receipt.MessageId, receipt.PopReceipt, due, envelope.Body is null);
        await rows.WriteScheduleAsync(envelope.Sequence, scheduled, cancellationToken);
        Signal.Pulse();
        return envelope.Sequence;
    }

    public Task CancelAsync(long sequence, CancellationToken cancellationToken) => Translated(async () =>
    {
        var scheduled = await rows.ReadScheduleAsync(sequence, cancellationToken);
        if (scheduled is null || scheduled.Due <= DateTimeOffset.UtcNow)
            throw NotScheduled(sequence, null);
        var queue = await account().QueueAsync(storageQueue);
        try
        {
            await queue.DeleteMessageAsync(scheduled.StorageId, scheduled.PopReceipt, cancellationToken);
        }
        catch (RequestFailedException gone) when (IsLost(gone))
        {
            throw NotScheduled(sequence, gone);
        }

        await rows.DeleteScheduleAsync(sequence, cancellationToken);
        if (scheduled.HasBodyRow)
            await rows.DeleteBodyAsync(sequence, cancellationToken);
    });

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
        foreach (var message in found.Value)
        {
            if (await AcceptAsync(queue, message, cancellationToken) is { } accepted)
                received.Add(accepted);
        }

        return received;
    });

    /// <summary>Takes the duplicates among taken messages off the queue, and returns the others.</summary>
    public async Task<IReadOnlyList<ServiceBusReceivedMessage>> DropDuplicatesAsync(
        IReadOnlyList<ServiceBusReceivedMessage> taken, CancellationToken cancellationToken)
    {
        if (isDeadLetters || taken.Count == 0)
            return taken;
        IReadOnlyCollection<ServiceBusReceivedMessage> dropped = [];
        await Translated(async () => dropped = await duplicates.ClaimAsync(taken, cancellationToken));
        foreach (var duplicate in dropped)
            await CompleteAsync(duplicate, cancellationToken);
        return dropped.Count == 0 ? taken : [.. taken.Except(dropped)];
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
            var envelope = Envelope.Read(message.Body, message.InsertedOn ?? DateTimeOffset.UtcNow);
            if (envelope.Sequence >= from && envelope.ExpiresAt > DateTimeOffset.UtcNow)
                messages.Add(await OpenAsync(envelope, (int)message.DequeueCount, null, cancellationToken));
        }

        return messages.Count == 0 && found.Value.Length == LargestReceive
            ? throw new NotSupportedException($"The local runtime peeks at the first {LargestReceive} messages of a queue only.")
            : messages.OrderBy(message => message.SequenceNumber).Take(max).ToList();
    });

    public Task<int> CountAsync(CancellationToken cancellationToken) => Translated(async () =>
    {
        var queue = await account().QueueAsync(storageQueue);
        return (await queue.GetPropertiesAsync(cancellationToken)).Value.ApproximateMessagesCount;
    });

    public Task CompleteAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken) =>
        SettleAsync(message, async (queue, held) =>
        {
            await queue.DeleteMessageAsync(held.StorageId, held.PopReceipt, cancellationToken);
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

        await SettleAsync(message, (queue, held) => queue.UpdateMessageAsync(
            held.StorageId, held.PopReceipt, message.Envelope.With(properties).Write(), TimeSpan.Zero, cancellationToken));
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
        await SettleAsync(message, (queue, held) => MoveToDeadLettersAsync(
            queue, held, message.Envelope.With(properties), message.DeliveryCount, reason, description, cancellationToken));
    }

    public Task RenewAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken) =>
        WithLockAsync(message, async (queue, held) =>
        {
            UpdateReceipt renewed = await queue.UpdateMessageAsync(
                held.StorageId, held.PopReceipt, message.Envelope.Write(), options.LockDuration, cancellationToken);
            held.PopReceipt = renewed.PopReceipt;
            held.Until = renewed.NextVisibleOn;
        });

    /// <summary>Forgets the message ids that are older than the window.</summary>
    public Task SweepAsync(CancellationToken cancellationToken) => Translated(() => duplicates.SweepAsync(cancellationToken));

    private string TooManyDeliveriesText => $"Message could not be consumed after {options.MaxDeliveryCount} delivery attempts.";

    private const string TooManyDeliveries = "MaxDeliveryCountExceeded";

    private static DateTimeOffset? Scheduled(ServiceBusMessage message) =>
        message.ScheduledEnqueueTime == default ? null : message.ScheduledEnqueueTime;

    private Task<(Envelope Envelope, SendReceipt Receipt)> SendAsync(
        ServiceBusMessage message, DateTimeOffset? due, bool cancellable, CancellationToken cancellationToken) => Translated(async () =>
    {
        var now = DateTimeOffset.UtcNow;
        var envelope = Envelope.Of(message, Ticks.Next(), now, due) with { Cancellable = cancellable };
        var text = envelope.Write();
        if (text.Length > LargestText)
        {
            await rows.WriteBodyAsync(envelope.Sequence, envelope.Body!, cancellationToken);
            envelope = envelope with { Body = null };
            text = envelope.Write();
        }

        var queue = await account().QueueAsync(storageQueue);
        var receipt = await queue.SendMessageAsync(text, Delay(due, now), Forever, cancellationToken);
        return (envelope, receipt.Value);
    });

    /// <summary>For how long storage hides a message: in whole seconds, never too short, at most its seven days.</summary>
    private static TimeSpan? Delay(DateTimeOffset? due, DateTimeOffset now)
    {
        if (due is not { } later || later <= now)
            return null;
        var delay = TimeSpan.FromSeconds(Math.Ceiling((later - now).TotalSeconds));
        return delay < LongestDelay ? delay : LongestDelay;
    }

    /// <summary>The message, unless it has to wait on, is expired, or has been delivered too often.</summary>
    private async Task<ServiceBusReceivedMessage?> AcceptAsync(QueueClient queue, QueueMessage found, CancellationToken cancellationToken)
    {
        var now = DateTimeOffset.UtcNow;
        var envelope = Envelope.Read(found.Body, found.InsertedOn ?? now);
        var held = new MessageLock(found.MessageId, found.PopReceipt, found.NextVisibleOn ?? now + options.LockDuration);
        if (Delay(envelope.Scheduled, now) is { } longer)
        {
            await HideAsync(queue, held, envelope, longer, cancellationToken);
            return null;
        }

        if (!isDeadLetters && envelope.ExpiresAt <= now)
        {
            await queue.DeleteMessageAsync(held.StorageId, held.PopReceipt, cancellationToken);
            await DeleteRowsAsync(envelope, cancellationToken);
            return null;
        }

        var deliveries = envelope.DeliveriesBefore + (int)found.DequeueCount;
        if (!isDeadLetters && deliveries > options.MaxDeliveryCount)
        {
            await MoveToDeadLettersAsync(
                queue, held, envelope, deliveries - 1, TooManyDeliveries, TooManyDeliveriesText, cancellationToken);
            return null;
        }

        return await OpenAsync(envelope, deliveries, held, cancellationToken);
    }

    /// <summary>A message scheduled beyond storage's seven days came up: it waits on, and this does not count as a delivery.</summary>
    private async Task HideAsync(
        QueueClient queue, MessageLock held, Envelope envelope, TimeSpan delay, CancellationToken cancellationToken)
    {
        var waiting = envelope with { DeliveriesBefore = envelope.DeliveriesBefore - 1 };
        UpdateReceipt hidden = await queue.UpdateMessageAsync(held.StorageId, held.PopReceipt, waiting.Write(), delay, cancellationToken);
        if (envelope.Cancellable)
        {
            await rows.WriteScheduleAsync(
                envelope.Sequence,
                new ScheduledMessage(held.StorageId, hidden.PopReceipt, envelope.Scheduled!.Value, envelope.Body is null),
                cancellationToken);
        }
    }

    private async Task<ServiceBusReceivedMessage> OpenAsync(
        Envelope envelope, int deliveries, MessageLock? held, CancellationToken cancellationToken)
    {
        var body = envelope.Body ?? await rows.ReadBodyAsync(envelope.Sequence, cancellationToken);
        return new ServiceBusReceivedMessage(envelope, BinaryData.FromBytes(body), deliveries, held);
    }

    /// <summary>First there, then away from here: a crash in between leaves it in both, never in none.</summary>
    private async Task MoveToDeadLettersAsync(
        QueueClient queue,
        MessageLock held,
        Envelope envelope,
        int deliveries,
        string? reason,
        string? description,
        CancellationToken cancellationToken)
    {
        var notes = new Dictionary<string, object>();
        if (reason is not null)
            notes["DeadLetterReason"] = reason;
        if (description is not null)
            notes["DeadLetterErrorDescription"] = description;
        var dead = envelope.With(notes) with { DeliveriesBefore = deliveries, Cancellable = false };
        var deadLetters = await account().QueueAsync(DeadLetterPrefix + Name);
        SendReceipt copy = await deadLetters.SendMessageAsync(dead.Write(), null, Forever, cancellationToken);
        try
        {
            await queue.DeleteMessageAsync(held.StorageId, held.PopReceipt, cancellationToken);
        }
        catch (RequestFailedException lost) when (IsLost(lost))
        {
            await deadLetters.DeleteMessageAsync(copy.MessageId, copy.PopReceipt, cancellationToken);
            throw;
        }

        if (envelope.Cancellable)
            await rows.DeleteScheduleAsync(envelope.Sequence, cancellationToken);
        account().Signal(DeadLetterPrefix + Name).Pulse();
    }

    private async Task DeleteRowsAsync(Envelope envelope, CancellationToken cancellationToken)
    {
        if (envelope.Body is null)
            await rows.DeleteBodyAsync(envelope.Sequence, cancellationToken);
        if (envelope.Cancellable)
            await rows.DeleteScheduleAsync(envelope.Sequence, cancellationToken);
    }

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
        catch (ServiceBusException failure) when (failure.InnerException is RequestFailedException lost && IsLost(lost))
        {
            throw LockLost(message, lost);
        }
        finally
        {
            held.Gate.Release();
        }
    }

    private static bool IsLost(RequestFailedException failure) =>
        failure.Status == 404 || failure.ErrorCode == QueueErrorCode.PopReceiptMismatch;

    private ServiceBusException TooLarge(long size) => new(
        $"The messages have {size} bytes; the limit is {MessageSize.Limit}.", ServiceBusFailureReason.MessageSizeExceeded, Path);

    private ServiceBusException LockLost(ServiceBusReceivedMessage message, Exception? cause) => new(
        $"The lock of message {message.SequenceNumber} ran out, or the message is settled.",
        ServiceBusFailureReason.MessageLockLost,
        Path,
        cause);

    private ServiceBusException NotScheduled(long sequence, Exception? cause) => new(
        $"Message {sequence} is not scheduled.", ServiceBusFailureReason.MessageNotFound, Path, cause);

    /// <summary>Storage's failures as Service Bus would report them.</summary>
    private async Task<T> Translated<T>(Func<Task<T>> operation)
    {
        try
        {
            return await operation();
        }
        catch (RequestFailedException failure) when (failure.Status != 0)
        {
            throw new ServiceBusException(
                $"The storage behind the queue answered: {failure.Message}", ServiceBusFailureReason.GeneralError, Path, failure);
        }
        catch (Exception failure) when (failure is RequestFailedException or AggregateException { InnerException: RequestFailedException })
        {
            // The second is what the storage client throws after its retries.
            throw new ServiceBusException(
                "The storage behind the queue cannot be reached.", ServiceBusFailureReason.ServiceCommunicationProblem, Path, failure);
        }
    }

    private Task<bool> Translated(Func<Task> operation) => Translated(async () =>
    {
        await operation();
        return true;
    });

    [GeneratedRegex("^(?=.{1,57}$)[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex QueueName();
}
