using System.Globalization;
using Azure;
using Azure.Data.Tables;

namespace Dfm.LocalHost.Durable.Store;

/// <summary>
/// The task hub's table. A partition is an instance: its row, whose ETag arbitrates and which holds the history, the messages that wait
/// for its turn, and payloads that are too long for a property of these rows.
/// </summary>
/// <param name="table">The table.</param>
/// <param name="stopping">Breaks off every request.</param>
internal sealed class HubTable(TableClient table, CancellationToken stopping)
{
    /// <summary>Operations in a transaction, by the service's rules.</summary>
    public const int MostOperations = 100;

    // A row holds 1 MB; a transaction, in which a byte takes 1.4, holds 4 MiB.
    private const int LongestInline = 30_000;
    private const int PerRow = 10 * LongProperty.PartSize;
    private const string Column = "P";

    public Task CreateAsync() => table.CreateIfNotExistsAsync(stopping);

    public AsyncPageable<TableEntity> Query(string filter, IEnumerable<string>? columns = null) =>
        table.QueryAsync<TableEntity>(filter, 1000, columns, stopping);

    /// <summary>All rows that match.</summary>
    public async Task<List<TableEntity>> RowsAsync(string filter, params string[] columns)
    {
        List<TableEntity> rows = [];
        await foreach (var row in Query(filter, columns.Length == 0 ? null : columns)) rows.Add(row);
        return rows;
    }

    /// <summary>An instance's own row; null if there is none.</summary>
    public async Task<TableEntity?> ReadAsync(string partition, IEnumerable<string>? columns = null)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(partition, Keys.Instance(partition), columns, stopping);
        return found.HasValue ? found.Value : null;
    }

    /// <summary>Adds a row and gives it its ETag; false if its key is taken, maybe by an earlier attempt.</summary>
    public async Task<bool> AddAsync(TableEntity row)
    {
        try
        {
            row.ETag = (await table.AddEntityAsync(row, stopping)).Headers.ETag!.Value;
            return true;
        }
        catch (RequestFailedException e) when (e.Status == 409)
        {
            return false;
        }
    }

    /// <summary>Turns a row into another and deletes what its turn has taken: all or nothing, and only if the row is still as it was.</summary>
    public async Task UpdateAsync(TableEntity before, TableEntity after, IEnumerable<string> taken)
    {
        var isMerge = before.Keys.All(after.ContainsKey);
        var row = new TableEntity(after.PartitionKey, after.RowKey);
        foreach (var (column, value) in after)
        {
            if (!isMerge || !before.TryGetValue(column, out var old) || !Equals(old, value)) row[column] = value;
        }

        var deletions = taken.Select(key => Deletion(after.PartitionKey, key)).ToList();
        if (deletions.Count == 0)
        {
            var mode = isMerge ? TableUpdateMode.Merge : TableUpdateMode.Replace;
            after.ETag = (await table.UpdateEntityAsync(row, before.ETag, mode, stopping)).Headers.ETag!.Value;
            return;
        }

        var kind = isMerge ? TableTransactionActionType.UpdateMerge : TableTransactionActionType.UpdateReplace;
        after.ETag = (await table.SubmitTransactionAsync([new(kind, row, before.ETag), .. deletions], stopping)).Value[0].Headers.ETag!.Value;
    }

    /// <summary>Deletes rows in their order; rows that are gone already do not matter.</summary>
    public async Task DeleteAsync(string partition, IEnumerable<string> rowKeys)
    {
        foreach (var keys in rowKeys.Chunk(MostOperations))
        {
            try
            {
                await table.SubmitTransactionAsync(keys.Select(key => Deletion(partition, key)), stopping);
            }
            catch (RequestFailedException e) when (e.Status == 404)
            {
                foreach (var key in keys) await table.DeleteEntityAsync(partition, key, ETag.All, stopping);
            }
        }
    }

    /// <summary>What stands for <paramref name="value"/> in a row: the value, or the name of rows that are written for it first.</summary>
    public async Task<object> StoreAsync<T>(string partition, T value)
    {
        var bytes = StoredJson.Pack(value);
        if (bytes.Length <= LongestInline) return bytes;
        var parts = bytes.Chunk(PerRow).ToList();
        var reference = string.Create(CultureInfo.InvariantCulture, $"{Keys.Payload}{Guid.NewGuid():N}/{parts.Count}");
        foreach (var (key, part) in KeysOf(reference).Zip(parts))
        {
            var row = new TableEntity(partition, key);
            row.SetLong(Column, part);
            await AddAsync(row);
        }

        return reference;
    }

    /// <summary>The value that <paramref name="stored"/> stands for.</summary>
    public async Task<T> FetchAsync<T>(string partition, object stored)
    {
        if (stored is not string) return StoredJson.Unpack<T>((byte[])stored);
        using var bytes = new MemoryStream();
        foreach (var key in KeysOf(stored))
        {
            TableEntity row = await table.GetEntityAsync<TableEntity>(partition, key, null, stopping);
            bytes.Write(row.GetLong(Column));
        }

        return StoredJson.Unpack<T>(bytes.ToArray());
    }

    /// <summary>The rows that hold what a property stands for; none if it holds its value itself.</summary>
    public static IEnumerable<string> KeysOf(object? stored)
    {
        // No key and no ETag looks like this: keys may not hold a slash.
        if (stored is not string name || !name.StartsWith(Keys.Payload, StringComparison.Ordinal) || name.Split('/') is not [var key, var parts]) return [];
        return Enumerable.Range(0, int.Parse(parts, CultureInfo.InvariantCulture)).Select(n => $"{key}-{n}");
    }

    public static IEnumerable<string> PayloadsOf(TableEntity row) => row.SelectMany(column => KeysOf(column.Value));

    private static TableTransactionAction Deletion(string partition, string rowKey) =>
        new(TableTransactionActionType.Delete, new TableEntity(partition, rowKey), ETag.All);
}
