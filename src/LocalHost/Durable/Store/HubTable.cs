using System.Globalization;
using Azure;
using Azure.Data.Tables;

namespace Dfm.LocalHost.Durable.Store;

/// <summary>
/// The task hub's table. A partition is an instance: its row, whose ETag arbitrates and which holds the history, what waits to be
/// worked on, and payloads that are too long for a property of these rows.
/// </summary>
/// <param name="table">The table.</param>
/// <param name="stopping">Breaks off every request.</param>
internal sealed class HubTable(TableClient table, CancellationToken stopping)
{
    /// <summary>Operations in a transaction, by the service's rules.</summary>
    public const int MostOperations = 100;

    // A row holds 1 MB and a property 64 KiB; a transaction, in which a byte takes 1.4, holds 4 MiB.
    private const int LongestInline = 30_000;
    private const int PerProperty = 60_000;
    private const int PropertiesPerRow = 10;

    private static readonly string[] KeyColumns = ["PartitionKey", "RowKey"];

    public Task CreateAsync() => table.CreateIfNotExistsAsync(stopping);

    public Task DropAsync() => table.DeleteAsync(stopping);

    /// <summary>All rows that match.</summary>
    public AsyncPageable<TableEntity> QueryAsync(string filter, IEnumerable<string>? columns = null, int? pageSize = null) =>
        table.QueryAsync<TableEntity>(filter, pageSize, columns, stopping);

    /// <summary>An instance's own row; null if there is none.</summary>
    public async Task<TableEntity?> ReadAsync(string partition, IEnumerable<string>? columns = null)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(partition, Keys.Instance(partition), columns, stopping);
        return found.HasValue ? found.Value : null;
    }

    /// <summary>Adds a row; the answer is its ETag, or null if its key is taken, maybe by an earlier attempt.</summary>
    public async Task<ETag?> AddAsync(TableEntity row)
    {
        try
        {
            return (await table.AddEntityAsync(row, stopping)).Headers.ETag;
        }
        catch (RequestFailedException e) when (e.Status == 409)
        {
            return null;
        }
    }

    /// <summary>Does all of it or nothing; the answer is the ETag of the first row.</summary>
    public async Task<ETag> CommitAsync(IReadOnlyList<TableTransactionAction> actions)
    {
        if (actions is [{ ActionType: TableTransactionActionType.UpdateMerge } only])
            return (await table.UpdateEntityAsync(only.Entity, only.ETag, TableUpdateMode.Merge, stopping)).Headers.ETag!.Value;
        return (await table.SubmitTransactionAsync(actions, stopping)).Value[0].Headers.ETag!.Value;
    }

    public Task DeleteAsync(string partition, string rowKey) => table.DeleteEntityAsync(partition, rowKey, ETag.All, stopping);

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
                foreach (var key in keys) await DeleteAsync(partition, key);
            }
        }
    }

    /// <summary>The keys of all rows of an instance.</summary>
    public async Task<List<string>> KeysAsync(string partition)
    {
        var keys = new List<string>();
        await foreach (var row in QueryAsync(TableClient.CreateQueryFilter($"PartitionKey eq {partition}"), KeyColumns)) keys.Add(row.RowKey);
        return keys;
    }

    /// <summary>What stands for <paramref name="value"/> in a row: the value, or the name of rows that are written for it first.</summary>
    public async Task<object> StoreAsync<T>(string partition, T value)
    {
        var bytes = StoredJson.Pack(value);
        if (bytes.Length <= LongestInline) return bytes;
        var parts = bytes.Chunk(PerProperty).Chunk(PropertiesPerRow).ToList();
        var reference = string.Create(CultureInfo.InvariantCulture, $"{Keys.Payload}{Guid.NewGuid():N}/{parts.Count}");
        foreach (var (key, properties) in KeysOf(reference).Zip(parts))
        {
            var row = new TableEntity(partition, key);
            for (var n = 0; n < properties.Length; n++) row[$"P{n}"] = properties[n];
            await AddAsync(row);
        }

        return reference;
    }

    /// <summary>The value that <paramref name="stored"/> stands for.</summary>
    public async Task<T> FetchAsync<T>(string partition, object stored)
    {
        if (stored is not string reference) return StoredJson.Unpack<T>((byte[])stored);
        using var bytes = new MemoryStream();
        foreach (var key in KeysOf(reference))
        {
            TableEntity row = await table.GetEntityAsync<TableEntity>(partition, key, null, stopping);
            for (var n = 0; n < PropertiesPerRow && row.GetBinary($"P{n}") is { } part; n++) bytes.Write(part);
        }

        return StoredJson.Unpack<T>(bytes.ToArray());
    }

    /// <summary>The rows that hold what <paramref name="stored"/> stands for; none if it stands in the row itself.</summary>
    public static IEnumerable<string> KeysOf(object? stored)
    {
        if (stored is not string reference) return [];
        var parts = reference.Split('/');
        return Enumerable.Range(0, int.Parse(parts[1], CultureInfo.InvariantCulture)).Select(n => $"{parts[0]}-{n}");
    }

    public static long SizeOf(object stored) => stored is byte[] bytes ? bytes.Length : KeysOf(stored).Count() * (long)PerProperty * PropertiesPerRow;

    public static TableTransactionAction Deletion(string partition, string rowKey) =>
        new(TableTransactionActionType.Delete, new TableEntity(partition, rowKey), ETag.All);
}
