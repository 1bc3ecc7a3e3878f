using Azure;
using Azure.Data.Tables;

namespace Dfm.Functions.Storage;

/// <summary>Bulk writes of imports, which replace the stored rows unconditionally.</summary>
public static class TableBatches
{
    private const int TransactionSize = 100;

    /// <summary>
    /// Stores <paramref name="wanted"/> and deletes <paramref name="unwanted"/>, rows of one partition, a hundred in a transaction. A
    /// missing row counts as deleted: by another import, or by the first try of this one, whose response was lost.
    /// </summary>
    public static async Task Import(
        this TableClient table, IEnumerable<TableEntity> wanted, IEnumerable<TableEntity> unwanted, CancellationToken cancellationToken)
    {
        var actions = wanted.Select(row => new TableTransactionAction(TableTransactionActionType.UpsertReplace, row))
            .Concat(unwanted.Select(row => new TableTransactionAction(TableTransactionActionType.Delete, row, ETag.All)));
        foreach (var batch in actions.Chunk(TransactionSize))
        {
            try
            {
                await table.SubmitTransactionAsync(batch, cancellationToken);
            }
            catch (TableTransactionFailedException gone) when (gone.Status == 404)
            {
                foreach (var action in batch) await table.Apply(action, cancellationToken);
            }
        }
    }

    /// <summary>A single write; the client treats a missing row as deleted.</summary>
    private static async Task Apply(this TableClient table, TableTransactionAction action, CancellationToken cancellationToken)
    {
        var row = action.Entity;
        if (action.ActionType is TableTransactionActionType.UpsertReplace)
            await table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
        else await table.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, cancellationToken);
    }
}
