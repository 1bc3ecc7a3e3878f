using System.Globalization;
using System.Runtime.Serialization;
using Azure;
using Azure.Data.Tables;

namespace Dfm.LocalRuntime.ServiceBus;

/// <summary>What a queue keeps in table rows: bodies that do not fit a queue message, and what is scheduled.</summary>
/// <param name="account">Where.</param>
/// <param name="partition">The storage queue: the dead-letter queue has rows of its own.</param>
internal sealed class BusRows(Func<BusAccount> account, string partition)
{
    /// <summary>The longest text of a queue message when it is sent. Storage takes 64 KiB; what is noted on the message later, such as why
    /// it could not be handled, has to fit as well.</summary>
    public const int LongestSent = 40_000;

    /// <summary>The longest text of a queue message with its later notes.</summary>
    public const int LongestKept = 65_000;

    // A table property holds 64 KiB, a row 1 MiB; a message has at most 256 KB.
    private const int ChunkSize = 60_000;
    private const string Bodies = "body-";
    private const string Schedules = "schedule-";
    // The character behind '-'.
    private const string BehindSchedules = "schedule.";

    /// <summary>The text for the queue message; a body that does not fit is put into a row.</summary>
    /// <param name="envelope">The message.</param>
    /// <param name="longest">How long the text may be.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="SerializationException">The message does not fit even without its body.</exception>
    public async Task<string> FitAsync(Envelope envelope, int longest, CancellationToken cancellationToken)
    {
        var text = envelope.Write();
        if (text.Length <= longest)
            return text;
        var rest = (envelope with { Body = null }).Write();
        if (rest.Length > longest)
            throw new SerializationException(
                $"The properties of the message take {rest.Length} characters as JSON; the local runtime keeps {longest}.");
        await WriteBodyAsync(envelope.Sequence, envelope.Body!, cancellationToken);
        return rest;
    }

    /// <summary>The body; null when it is gone, since its message was settled.</summary>
    public async Task<byte[]?> ReadBodyAsync(long sequence, CancellationToken cancellationToken)
    {
        var table = await account().TableAsync();
        var found = await table.GetEntityIfExistsAsync<TableEntity>(
            partition, Key(Bodies, sequence), cancellationToken: cancellationToken);
        if (found is not { HasValue: true, Value: { } row })
            return null;
        var parts = Enumerable.Range(0, row.Count).Select(i => row.GetBinary($"Part{i}"));
        return [.. parts.TakeWhile(part => part is not null).SelectMany(part => part)];
    }

    public Task DeleteBodyAsync(long sequence, CancellationToken cancellationToken) =>
        DeleteAsync(Key(Bodies, sequence), cancellationToken);

    /// <summary>Notes how to take a scheduled message back.</summary>
    public async Task WriteScheduleAsync(long sequence, ScheduledMessage message, CancellationToken cancellationToken)
    {
        var row = new TableEntity(partition, Key(Schedules, sequence))
        {
            ["StorageId"] = message.StorageId,
            ["PopReceipt"] = message.PopReceipt,
            ["Due"] = message.Due,
        };
        await (await account().TableAsync()).UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
    }

    /// <summary>How to take the message back; null when it is not scheduled.</summary>
    public async Task<ScheduledMessage?> ReadScheduleAsync(long sequence, CancellationToken cancellationToken)
    {
        var table = await account().TableAsync();
        var found = await table.GetEntityIfExistsAsync<TableEntity>(
            partition, Key(Schedules, sequence), cancellationToken: cancellationToken);
        return found is { HasValue: true, Value: { } row }
            ? new ScheduledMessage(row.GetString("StorageId"), row.GetString("PopReceipt"), row.GetDateTimeOffset("Due")!.Value)
            : null;
    }

    public Task DeleteScheduleAsync(long sequence, CancellationToken cancellationToken) =>
        DeleteAsync(Key(Schedules, sequence), cancellationToken);

    /// <summary>How many messages are scheduled and not yet due.</summary>
    public async Task<int> CountScheduledAsync(CancellationToken cancellationToken)
    {
        var now = DateTimeOffset.UtcNow;
        var rows = (await account().TableAsync()).QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter(
                $"PartitionKey eq {partition} and RowKey ge {Schedules} and RowKey lt {BehindSchedules} and Due gt {now}"),
            select: ["RowKey"],
            cancellationToken: cancellationToken);
        return await rows.CountAsync(cancellationToken);
    }

    private async Task WriteBodyAsync(long sequence, byte[] body, CancellationToken cancellationToken)
    {
        var row = new TableEntity(partition, Key(Bodies, sequence));
        foreach (var (i, chunk) in body.Chunk(ChunkSize).Index())
            row[$"Part{i}"] = chunk;
        await (await account().TableAsync()).UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
    }

    private static string Key(string kind, long sequence) => kind + sequence.ToString("D19", CultureInfo.InvariantCulture);

    private async Task DeleteAsync(string key, CancellationToken cancellationToken) =>
        await (await account().TableAsync()).DeleteEntityAsync(partition, key, ETag.All, cancellationToken);
}

/// <summary>What is needed to take a scheduled message back.</summary>
internal sealed record ScheduledMessage(string StorageId, string PopReceipt, DateTimeOffset Due);
