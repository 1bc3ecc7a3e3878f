using Azure.Data.Tables;

namespace Dfm.Functions.Storage;

/// <summary>A short list of reference data: one small partition of a table, kept in memory for a minute.</summary>
/// <param name="row">The row of an item, in the partition.</param>
/// <param name="item">The item of a row.</param>
/// <param name="order">The item's position in the list, ascending.</param>
public sealed class ReferenceList<T>(
    TableServiceClient tables,
    TimeProvider clock,
    string table,
    string partition,
    Func<T, TableEntity> row,
    Func<TableEntity, T> item,
    Func<T, int> order)
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);

    private readonly TableClient client = tables.GetTableClient(table);

    private Copy copy = new([], DateTimeOffset.MinValue);

    /// <summary>All items in the list's order.</summary>
    public async ValueTask<IReadOnlyList<T>> All(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (copy is var held && now < held.ReadAt + Kept && now >= held.ReadAt) return held.Items;
        copy = new(await Read(cancellationToken), now);
        return copy.Items;
    }

    /// <summary>Replaces the list.</summary>
    public async Task Save(IReadOnlyList<T> items, CancellationToken cancellationToken)
    {
        var wanted = items.Select(row).ToList();
        var gone = (await Read(cancellationToken)).Select(row).ExceptBy(wanted.Select(kept => kept.RowKey), stored => stored.RowKey);
        await client.Import(wanted, gone, cancellationToken);
        copy = new([], DateTimeOffset.MinValue);
    }

    private async Task<IReadOnlyList<T>> Read(CancellationToken cancellationToken)
    {
        var items = new List<T>();
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey gt {string.Empty}");
        await foreach (var found in client.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken)) items.Add(item(found));
        return [.. items.OrderBy(order)];
    }

    private sealed record Copy(IReadOnlyList<T> Items, DateTimeOffset ReadAt);
}
