using Azure.Data.Tables;
using Dfm.Functions.Lifecycles;

namespace Dfm.Functions.Tests.Infrastructure;

/// <summary>Fills a table quickly.</summary>
internal static class ManyRows
{
    private const int RowsAtOnce = 100;

    private static ParallelOptions Parallelism => new()
    {
        MaxDegreeOfParallelism = 4,
        CancellationToken = TestContext.Current.CancellationToken,
    };

    /// <summary>What is stored of a DIT or an order, with the last line of its journal.</summary>
    public static IEnumerable<TableEntity> Of<TEntry>(LifecycleRows rows, TEntry entry) => rows.All(rows.Line(entry, Guid.NewGuid()));

    /// <summary>Adds rows, which share one partition.</summary>
    public static Task Write(TableClient table, IEnumerable<TableEntity> rows) => Parallel.ForEachAsync(
        rows.Chunk(RowsAtOnce),
        Parallelism,
        async (chunk, stop) => await table.SubmitTransactionAsync(
            chunk.Select(row => new TableTransactionAction(TableTransactionActionType.Add, row)), stop));

    /// <summary>
    /// Adds DITs or orders, with the last lines of their journals, and the rows by number that tell the staff whose they are; no lifecycle.
    /// </summary>
    /// <param name="tables">The storage.</param>
    /// <param name="table">Where they are stored.</param>
    /// <param name="queue">The staff's queue of them.</param>
    /// <param name="aggregates">What to store.</param>
    public static async Task Write<TEntry>(
        TableServiceClient tables, string table, string queue, IReadOnlyList<(LifecycleRows Rows, TEntry Last)> aggregates)
    {
        await Write(tables.GetTableClient(table), aggregates.SelectMany(one => Of(one.Rows, one.Last)));
        var owners = aggregates.Select(one => NumberOwner.Row(one.Rows.Number, one.Rows.Customer));
        await Parallel.ForEachAsync(
            owners, Parallelism, async (owner, stop) => await tables.GetTableClient(queue).AddEntityAsync(owner, stop));
    }
}
