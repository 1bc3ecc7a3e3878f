using Azure;
using Azure.Data.Tables;

namespace Dfm.Functions.Storage;

/// <summary>What a transaction does to a row.</summary>
public static class RowActions
{
    /// <summary>Fails the transaction when the row is there.</summary>
    public static TableTransactionAction Insert(TableEntity row) => new(TableTransactionActionType.Add, row);

    public static TableTransactionAction Upsert(TableEntity row) => new(TableTransactionActionType.UpsertReplace, row);

    /// <summary>Fails the transaction when the row is not as it was read.</summary>
    public static TableTransactionAction Replace(TableEntity row, string etag) =>
        new(TableTransactionActionType.UpdateReplace, row, new ETag(etag));

    /// <summary>Fails the transaction when the row is not as it was read: where there was none, when there is one.</summary>
    /// <param name="etag">Null where there was no row.</param>
    public static TableTransactionAction Put(TableEntity row, string? etag) => etag is null ? Insert(row) : Replace(row, etag);

    /// <summary>Writes the columns that the row has; fails the transaction when the stored row is not as it was read.</summary>
    public static TableTransactionAction Merge(TableEntity row, ETag etag) => new(TableTransactionActionType.UpdateMerge, row, etag);

    /// <summary>Fails the transaction when the row is not there.</summary>
    public static TableTransactionAction Delete(TableEntity row) => new(TableTransactionActionType.Delete, row, ETag.All);
}
