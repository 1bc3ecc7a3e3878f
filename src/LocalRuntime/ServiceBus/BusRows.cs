using System.Globalization;
using Azure;
using Azure.Data.Tables;

namespace Dfm.LocalRuntime.ServiceBus;

/// <summary>What a queue keeps in table rows: bodies that do not fit a queue message, and how to cancel what is scheduled.</summary>
internal sealed class BusRows(Func<BusAccount> account, string queue)
{
    // A table property holds 64 KiB, a row 1 MiB; a message has at most 256 KB.
    private const int ChunkSize = 60_000;

    private readonly string bodies = $"body-{queue}";
    private readonly string schedules = $"schedule-{queue}";

    public async Task WriteBodyAsync(long sequence, byte[] body, CancellationToken cancellationToken)
    {
        var row = new TableEntity(bodies, Key(sequence));
        foreach (var (i, chunk) in body.Chunk(ChunkSize).Index())
            row[$"Part{i}"] = chunk;
        await (await account().TableAsync()).UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
    }

    public async Task<byte[]> ReadBodyAsync(long sequence, CancellationToken cancellationToken)
    {
        var table = await account().TableAsync();
        TableEntity row = await table.GetEntityAsync<TableEntity>(bodies, Key(sequence), cancellationToken: cancellationToken);
        var parts = Enumerable.Range(0, row.Count).Select(i => row.GetBinary($"Part{i}"));
        return [.. parts.TakeWhile(part => part is not null).SelectMany(part => part)];
    }

    public Task DeleteBodyAsync(long sequence, CancellationToken cancellationToken) => DeleteAsync(bodies, sequence, cancellationToken);

    public async Task WriteScheduleAsync(long sequence, ScheduledMessage message, CancellationToken cancellationToken)
    {
        var row = new TableEntity(schedules, Key(sequence))
        {
            ["StorageId"] = message.StorageId,
            ["PopReceipt"] = message.PopReceipt,
            ["Due"] = message.Due,
            ["HasBodyRow"] = message.HasBodyRow,
        };
        await (await account().TableAsync()).UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
    }

    /// <summary>How to cancel the message; null when it is not scheduled.</summary>
    public async Task<ScheduledMessage?> ReadScheduleAsync(long sequence, CancellationToken cancellationToken)
    {
        var table = await account().TableAsync();
        var found = await table.GetEntityIfExistsAsync<TableEntity>(schedules, Key(sequence), cancellationToken: cancellationToken);
        return found is { HasValue: true, Value: { } row }
            ? new ScheduledMessage(
                row.GetString("StorageId"),
                row.GetString("PopReceipt"),
                row.GetDateTimeOffset("Due")!.Value,
                row.GetBoolean("HasBodyRow") == true)
            : null;
    }

    public Task DeleteScheduleAsync(long sequence, CancellationToken cancellationToken) =>
        DeleteAsync(schedules, sequence, cancellationToken);

    private static string Key(long sequence) => sequence.ToString("D19", CultureInfo.InvariantCulture);

    private async Task DeleteAsync(string partition, long sequence, CancellationToken cancellationToken)
    {
        var table = await account().TableAsync();
        await table.DeleteEntityAsync(partition, Key(sequence), ETag.All, cancellationToken);
    }
}

/// <summary>What is needed to take a scheduled message back.</summary>
internal sealed record ScheduledMessage(string StorageId, string PopReceipt, DateTimeOffset Due, bool HasBodyRow);
