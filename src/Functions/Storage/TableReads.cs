using Azure;
using Azure.Data.Tables;

namespace Dfm.Functions.Storage;

/// <summary>Reads one row by its keys or a key range in one partition: the only kinds of read that the portal uses.</summary>
public static class TableReads
{
    /// <summary>So many point reads in parallel cost less than a range that may hold other rows.</summary>
    private const int FewRows = 5;

    /// <summary>So many keys that lie far apart are read one by one, rather than all that lies between them.</summary>
    private const int FewKeysLeft = 50;

    /// <summary>One point read, of all columns or of some; null when there is no such row.</summary>
    public static async Task<TableEntity?> FindRow(
        this TableClient table, string partition, string key, CancellationToken cancellationToken, IEnumerable<string>? columns = null)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(partition, key, columns, cancellationToken);
        return found.HasValue ? found.Value : null;
    }

    /// <summary>
    /// The rows with these keys, as far as there are any: a point read for each of a few, in parallel; one range for more, from the first
    /// key to the last, whose other rows are left out. Behind each page of it the keys that are left are read one by one if they are few.
    /// </summary>
    public static async Task<IReadOnlyDictionary<string, TableEntity>> FindRows(
        this TableClient table,
        string partition,
        IReadOnlyCollection<string> keys,
        IEnumerable<string>? columns,
        CancellationToken cancellationToken)
    {
        var (left, rows) = (keys.ToHashSet(StringComparer.Ordinal), new Dictionary<string, TableEntity>(StringComparer.Ordinal));
        if (left.Count > FewRows)
        {
            var (first, last) = (left.Min(StringComparer.Ordinal), left.Max(StringComparer.Ordinal));
            var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {first} and RowKey le {last}");
            await foreach (var page in table.QueryAsync<TableEntity>(filter, maxPerPage: 1000, columns, cancellationToken).AsPages())
            {
                foreach (var row in page.Values.Where(row => left.Remove(row.RowKey))) rows.Add(row.RowKey, row);
                var read = page.ContinuationToken is null ? last : page.Values is [.., var end] ? end.RowKey : "";
                left.RemoveWhere(key => string.CompareOrdinal(key, read) <= 0);
                if (left.Count <= FewKeysLeft) break;
            }
        }

        var found = await Task.WhenAll(left.Select(key => table.FindRow(partition, key, cancellationToken, columns)));
        foreach (var row in found.OfType<TableEntity>()) rows.Add(row.RowKey, row);
        return rows;
    }

    /// <summary>
    /// The rows of <paramref name="partition"/> whose keys begin with <paramref name="prefix"/> and sort after <paramref name="after"/>, in
    /// key order, at most <paramref name="limit"/> in one request (1,000 at most).
    /// </summary>
    public static async Task<IReadOnlyList<TableEntity>> First(
        this TableClient table,
        string partition,
        string prefix,
        string? after,
        int limit,
        IEnumerable<string>? columns,
        CancellationToken cancellationToken) =>
        await table.First(partition, KeyRange.BeginningWith(prefix), after, limit, columns, cancellationToken);

    /// <summary>The same, of any range.</summary>
    public static async Task<IReadOnlyList<TableEntity>> First(
        this TableClient table,
        string partition,
        KeyRange range,
        string? after,
        int limit,
        IEnumerable<string>? columns,
        CancellationToken cancellationToken)
    {
        var filter = range.FilterAfter(partition, after ?? range.From);
        await foreach (var page in table.QueryAsync<TableEntity>(filter, limit, columns, cancellationToken).AsPages())
            if (page.Values.Count > 0) return page.Values;
        return [];
    }

    /// <summary>All rows of <paramref name="partition"/> whose keys begin with <paramref name="prefix"/>, page by page.</summary>
    public static AsyncPageable<TableEntity> All(
        this TableClient table,
        string partition,
        string prefix,
        IEnumerable<string>? columns,
        CancellationToken cancellationToken) =>
        table.All(partition, KeyRange.BeginningWith(prefix), columns, cancellationToken);

    /// <summary>The same, of any range.</summary>
    public static AsyncPageable<TableEntity> All(
        this TableClient table, string partition, KeyRange range, IEnumerable<string>? columns, CancellationToken cancellationToken) =>
        table.QueryAsync<TableEntity>(range.FilterAfter(partition, range.From), maxPerPage: 1000, columns, cancellationToken);
}
