using Azure.Data.Tables;
using Dfm.Core.Aggregates;
using Dfm.Functions.StaffQueues;
using Dfm.Functions.Storage;

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

    /// <summary>What is stored of an aggregate, with the last line of its journal.</summary>
    public static IEnumerable<TableEntity> Of<TAggregate, TEntry>(AggregateSchema<TAggregate> schema, IChange<TAggregate, TEntry> last)
        where TAggregate : IAggregate
        where TEntry : IJournalEntry =>
        [.. schema.Rows(last.Aggregate), JournalRows.Of(schema.JournalKey(last.Aggregate), last, Guid.NewGuid())];

    /// <summary>Adds rows, which share one partition.</summary>
    public static Task Write(TableClient table, IEnumerable<TableEntity> rows) => Parallel.ForEachAsync(
        rows.Chunk(RowsAtOnce),
        Parallelism,
        async (chunk, stop) => await table.SubmitTransactionAsync(
            chunk.Select(row => new TableTransactionAction(TableTransactionActionType.Add, row)), stop));

    /// <summary>
    /// Adds aggregates, with the last lines of their journals, and the rows by number that tell the staff whose they are; no lifecycle.
    /// </summary>
    /// <param name="tables">The storage.</param>
    /// <param name="schema">How they are stored.</param>
    /// <param name="queue">The staff's queue of them.</param>
    /// <param name="changes">The last change of each.</param>
    public static async Task Write<TAggregate, TEntry>(
        TableServiceClient tables, AggregateSchema<TAggregate> schema, string queue, IReadOnlyList<IChange<TAggregate, TEntry>> changes)
        where TAggregate : IAggregate
        where TEntry : IJournalEntry
    {
        await Write(tables.GetTableClient(schema.Table), changes.SelectMany(change => Of(schema, change)));
        var owners = changes.Select(change => NumberOwner.Row(change.Aggregate.Sequence, change.Aggregate.Customer));
        await Parallel.ForEachAsync(
            owners, Parallelism, async (owner, stop) => await tables.GetTableClient(queue).AddEntityAsync(owner, stop));
    }
}
