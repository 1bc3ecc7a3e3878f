using Azure;
using Azure.Messaging.ServiceBus;
using Azure.Storage.Queues.Models;

namespace Dfm.LocalRuntime.ServiceBus;

/// <summary>Puts messages into a queue: one with one storage request, several all or none, some for later.</summary>
internal sealed class BusSends(
    Func<BusAccount> account,
    string storageQueue,
    string path,
    BusRows rows,
    DuplicateDetection duplicates,
    BusOptions options)
{
    private const int SendsAtOnce = 8;
    private static readonly TimeSpan Forever = TimeSpan.FromSeconds(-1);

    public async Task SendAsync(IReadOnlyList<ServiceBusMessage> messages, CancellationToken cancellationToken)
    {
        var size = messages.Sum(MessageSize.Of);
        if (size > MessageSize.Limit)
            throw TooLarge(size);
        if (messages.Count == 0)
            return;
        var envelopes = messages.Select(message => Envelope.Of(message, Due(message))).ToList();
        await Translated(() => envelopes.Count == 1
            ? PutAsync(envelopes[0], cancellationToken)
            : SendTogetherAsync(envelopes, cancellationToken));
    }

    /// <summary>Sends a message for later.</summary>
    /// <returns>The number to cancel it by.</returns>
    public async Task<long> ScheduleAsync(ServiceBusMessage message, DateTimeOffset due, CancellationToken cancellationToken)
    {
        if (MessageSize.Of(message) is > MessageSize.Limit and var size)
            throw TooLarge(size);
        var envelope = Envelope.Of(message, due);
        await Translated(() => PutAsync(envelope, cancellationToken));
        return envelope.Sequence;
    }

    public Task CancelAsync(long sequence, CancellationToken cancellationToken) => Translated(async () =>
    {
        var scheduled = await rows.ReadScheduleAsync(sequence, cancellationToken);
        if (scheduled is null || scheduled.Due <= DateTimeOffset.UtcNow)
            throw NotScheduled(sequence, null);
        try
        {
            await DeleteAsync(sequence, scheduled.StorageId, scheduled.PopReceipt, cancellationToken);
        }
        catch (RequestFailedException gone) when (StorageFailures.IsLost(gone))
        {
            throw NotScheduled(sequence, gone);
        }

        await rows.DeleteScheduleAsync(sequence, cancellationToken);
    });

    /// <summary>Puts the messages of a parcel into the queue and takes the parcel away. Done twice, by two or after a crash, it leaves
    /// copies: they have the same sequence number and are dropped when they are received.</summary>
    public async Task UnpackAsync(long sequence, byte[] body, string storageId, string popReceipt, CancellationToken cancellationToken)
    {
        await Parallel.ForEachAsync(
            Envelope.Unpack(body),
            new ParallelOptions { MaxDegreeOfParallelism = SendsAtOnce, CancellationToken = cancellationToken },
            async (message, token) => await PutAsync(message, token));
        try
        {
            await DeleteAsync(sequence, storageId, popReceipt, cancellationToken);
        }
        catch (RequestFailedException gone) when (StorageFailures.IsLost(gone))
        {
            // Someone else unpacks it as well.
        }
    }

    private static DateTimeOffset? Due(ServiceBusMessage message) =>
        message.ScheduledEnqueueTime == default ? null : message.ScheduledEnqueueTime;

    /// <summary>With the parcel, all are sent. It is hidden while it is unpacked here; what fails is made up for by a receiver.</summary>
    private async Task SendTogetherAsync(IReadOnlyList<Envelope> messages, CancellationToken cancellationToken)
    {
        var parcel = Envelope.Pack(messages);
        var stored = await StoreAsync(parcel, options.SendersTurn, cancellationToken);
        try
        {
            await UnpackAsync(parcel.Sequence, parcel.Body!, stored.MessageId, stored.PopReceipt, CancellationToken.None);
        }
        catch (Exception failure) when (failure is RequestFailedException or AggregateException)
        {
            // Told to nobody: the messages are sent.
        }
    }

    private async Task PutAsync(Envelope envelope, CancellationToken cancellationToken)
    {
        var stored = await StoreAsync(envelope, envelope.DelayFrom(DateTimeOffset.UtcNow), cancellationToken);
        if (!envelope.IsScheduled)
            return;
        if (await duplicates.ClaimAsync(envelope, stored.MessageId, cancellationToken) == DuplicateDetection.Verdict.Duplicate)
            await DeleteAsync(envelope.Sequence, stored.MessageId, stored.PopReceipt, cancellationToken);
        else
            await rows.WriteScheduleAsync(
                envelope.Sequence,
                new ScheduledMessage(stored.MessageId, stored.PopReceipt, envelope.Scheduled!.Value),
                cancellationToken);
    }

    private async Task<SendReceipt> StoreAsync(Envelope envelope, TimeSpan? hidden, CancellationToken cancellationToken)
    {
        var text = await rows.FitAsync(envelope, BusRows.LongestSent, cancellationToken);
        var queue = await account().QueueAsync(storageQueue);
        return await queue.SendMessageAsync(text, hidden, Forever, cancellationToken);
    }

    private async Task DeleteAsync(long sequence, string storageId, string popReceipt, CancellationToken cancellationToken)
    {
        var queue = await account().QueueAsync(storageQueue);
        await queue.DeleteMessageAsync(storageId, popReceipt, cancellationToken);
        await rows.DeleteBodyAsync(sequence, cancellationToken);
    }

    private Task Translated(Func<Task> operation) => StorageFailures.TranslateAsync(path, operation);

    private ServiceBusException TooLarge(long size) => new(
        $"The messages have {size} bytes; the limit is {MessageSize.Limit}.", ServiceBusFailureReason.MessageSizeExceeded, path);

    private ServiceBusException NotScheduled(long sequence, Exception? cause) => new(
        $"Message {sequence} is not scheduled.", ServiceBusFailureReason.MessageNotFound, path, cause);
}
