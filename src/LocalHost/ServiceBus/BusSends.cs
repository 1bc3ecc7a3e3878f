using Azure;
using Azure.Data.Tables;
using Azure.Messaging.ServiceBus;

namespace Dfm.LocalHost.ServiceBus;

/// <summary>Writes the messages of a queue that are new, and takes away the rows of old ones.</summary>
internal sealed class BusSends(BusAccount account, string queue)
{
    /// <summary>The standard tier's limit for a message, and for messages sent together, in bytes.</summary>
    private const long LargestSize = 256 * 1024;

    private const int LargestTransaction = 100;
    private const int LongestId = 128;
    private const string Again = "~again-";

    private TimeSpan Window => account.Options.DuplicateWindow;

    /// <summary>Writes messages, all of them or none, each with one request when it is alone.</summary>
    /// <returns>Those that are no duplicates, as they were written.</returns>
    public async Task<IReadOnlyList<BusRow>> SendAsync(IReadOnlyList<BusRow> rows, CancellationToken cancellationToken)
    {
        var size = rows.Sum(row => (long)row.Amqp.Length);
        if (size > LargestSize)
            throw new ServiceBusException($"{size} bytes; the limit is {LargestSize}.", ServiceBusFailureReason.MessageSizeExceeded, queue);
        if (rows.Count > LargestTransaction)
            throw new NotSupportedException($"The local host sends at most {LargestTransaction} messages together.");
        IReadOnlyList<BusRow> left = [.. rows.DistinctBy(row => row.Key).Select(row => row with { Write = Guid.NewGuid() })];
        while (left.Count > 0)
        {
            try
            {
                return await InsertAsync(left, cancellationToken);
            }
            catch (RequestFailedException taken) when (taken.Status is 404 or 409 or 412)
            {
                var places = await Task.WhenAll(left.Select(row => FindPlaceAsync(row, cancellationToken)));
                // The request was the repetition of one whose answer was lost.
                if (places.Any(place => place is { IsWritten: true })) return [.. places.OfType<Place>().Select(place => place.Row)];
                left = [.. places.OfType<Place>().Select(place => place.Row)];
            }
        }

        return left;
    }

    /// <summary>Sends a dead letter again: it becomes another message and is gone itself, in one transaction.</summary>
    /// <returns>The new message; null when somebody else was faster.</returns>
    public async Task<BusRow?> ResubmitAsync(BusRow dead, CancellationToken cancellationToken)
    {
        var received = dead.Received(queue);
        // Another id, or it would be a duplicate of itself.
        var suffix = $"{Again}{dead.Sequence}";
        var first = (received.MessageId ?? "").Split(Again)[0];
        var copy = new ServiceBusMessage(received) { MessageId = first[..Math.Min(first.Length, LongestId - suffix.Length)] + suffix };
        var row = BusRow.Of(copy, account.Time.GetUtcNow()) with { Write = Guid.NewGuid() };
        var table = await account.TableAsync();
        try
        {
            var answers = await table.SubmitTransactionAsync(
                [
                    new TableTransactionAction(TableTransactionActionType.Add, row.Whole(queue)),
                    new TableTransactionAction(
                        TableTransactionActionType.UpdateReplace, (dead.Emptied() with { Write = row.Write }).Whole(queue), dead.ETag),
                ],
                cancellationToken);
            return row with { ETag = answers.Value[0].Headers.ETag!.Value };
        }
        catch (RequestFailedException taken) when (taken.Status is 404 or 409 or 412)
        {
            return await ReadAsync(row.Key, cancellationToken) is { } found && found.Write == row.Write ? found : null;
        }
    }

    /// <summary>Takes away the rows of messages that are gone and whose ids need no longer be remembered.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        var table = await account.TableAsync();
        var before = account.Time.GetUtcNow() - Window;
        var old = table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {queue} and State eq {BusRow.Done} and Timestamp lt {before}"),
            LargestTransaction,
            ["PartitionKey", "RowKey"],
            cancellationToken);
        await foreach (var page in old.AsPages().WithCancellation(cancellationToken))
        {
            // A row that a new message has taken meanwhile has another version, and the rest waits for the next time.
            var deletions = page.Values.Select(row => new TableTransactionAction(TableTransactionActionType.Delete, row, row.ETag)).ToList();
            if (deletions.Count > 0) await table.SubmitTransactionAsync(deletions, cancellationToken);
        }
    }

    /// <summary>A row; null when there is none.</summary>
    public async Task<BusRow?> ReadAsync(string key, CancellationToken cancellationToken)
    {
        var found = await (await account.TableAsync()).GetEntityIfExistsAsync<TableEntity>(queue, key, cancellationToken: cancellationToken);
        return found is { HasValue: true, Value: { } row } ? BusRow.Read(row) : null;
    }

    private async Task<IReadOnlyList<BusRow>> InsertAsync(IReadOnlyList<BusRow> rows, CancellationToken cancellationToken)
    {
        var table = await account.TableAsync();
        if (rows is [var row])
        {
            using var answer = row.ETag == default
                ? await table.AddEntityAsync(row.Whole(queue), cancellationToken)
                : await table.UpdateEntityAsync(row.Whole(queue), row.ETag, TableUpdateMode.Replace, cancellationToken);
            return [row with { ETag = answer.Headers.ETag!.Value }];
        }

        var answers = await table.SubmitTransactionAsync(
            rows.Select(row => new TableTransactionAction(
                row.ETag == default ? TableTransactionActionType.Add : TableTransactionActionType.UpdateReplace,
                row.Whole(queue),
                row.ETag)),
            cancellationToken);
        return [.. rows.Zip(answers.Value, (row, answer) => row with { ETag = answer.Headers.ETag!.Value })];
    }

    /// <summary>Where to write a message whose place is taken; null when it is a duplicate. A message that waits for longer than its id is
    /// remembered keeps its place: one with the same id goes to the place behind it.</summary>
    private async Task<Place?> FindPlaceAsync(BusRow row, CancellationToken cancellationToken)
    {
        for (var n = 0; ; n++)
        {
            var key = n == 0 ? row.Key.Split('-')[0] : $"{row.Key.Split('-')[0]}-{n}";
            if (await ReadAsync(key, cancellationToken) is not { } found) return new Place(row with { Key = key, ETag = default }, false);
            if (found.Write == row.Write) return new Place(found, true);
            if (row.Sequence - found.Sequence < Window.Ticks) return null;
            if (found.State == BusRow.Done) return new Place(row with { Key = key, ETag = found.ETag }, false);
        }
    }

    private sealed record Place(BusRow Row, bool IsWritten);
}
