using Azure;
using Azure.Data.Tables;

namespace Dfm.Functions.Storage;

/// <summary>Reads one row by its keys or a key range in one partition: the only kinds of read that the portal uses.</summary>
public static class TableReads
{
    /// <summary>One point read, of all columns or of some; null when there is no such row.</summary>
    public static async Task<TableEntity?> FindRow(
        this TableClient table, string partition, string key, CancellationToken cancellationToken, IEnumerable<string>? columns = null)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(partition, key, columns, cancellationToken);
        return found.HasValue ? found.Value : null;
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
        table.QueryAsync<TableEntity>(
            KeyRange.BeginningWith(prefix).FilterAfter(partition, prefix), maxPerPage: 1000, columns, cancellationToken);
}
