using Azure.Data.Tables;

namespace Dfm.Functions.Tests.Infrastructure;

/// <summary>Fills a table quickly.</summary>
internal static class ManyRows
{
    private const int RowsAtOnce = 100;

    /// <summary>Adds rows, which share one partition.</summary>
    public static Task Write(TableClient table, IEnumerable<TableEntity> rows) => Parallel.ForEachAsync(
        rows.Chunk(RowsAtOnce),
        new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = TestContext.Current.CancellationToken },
        async (chunk, stop) => await table.SubmitTransactionAsync(
            chunk.Select(row => new TableTransactionAction(TableTransactionActionType.Add, row)), stop));
}
