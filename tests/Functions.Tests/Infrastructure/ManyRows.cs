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

    /// <summary>Adds rows, each of a partition of its own.</summary>
    public static Task WriteApart(TableClient table, IEnumerable<TableEntity> rows) =>
        Parallel.ForEachAsync(rows, Parallelism, async (row, stop) => await table.AddEntityAsync(row, stop));
}
