namespace Dfm.Testing;

/// <summary>One request that an application made to its storage, as the proxy saw it.</summary>
/// <param name="Number">Counts from 1 since the proxy started, in order of arrival.</param>
/// <param name="Service">Which of the account's services.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Operation">What it does, e.g. <c>Insert</c>, <c>Query</c>, <c>Transaction</c>, <c>PutBlob</c>, <c>GetMessages</c>.</param>
/// <param name="Resource">The table, queue or container.</param>
/// <param name="Key">For blobs: the rest of the path; for messages: the id; else null.</param>
/// <param name="PartitionKey">For an entity: its partition.</param>
/// <param name="RowKey">For an entity: its row.</param>
/// <param name="Filter">For a query: its filter, as sent.</param>
/// <param name="Entities">For a transaction: what is in it.</param>
/// <param name="TraceId">The trace that it belongs to: all requests made for one HTTP call to the application share the call's.</param>
public sealed record StorageRequest(
    int Number,
    StorageService Service,
    string Method,
    string Operation,
    string Resource,
    string? Key,
    string? PartitionKey,
    string? RowKey,
    string? Filter,
    IReadOnlyList<StorageRequest> Entities,
    string? TraceId)
{
    /// <summary>Whether it, or a part of it, depends on the state that was seen before (<c>If-Match</c>).</summary>
    public bool IsConditional { get; init; }

    /// <summary>The JSON of an entity that is written; null for all else.</summary>
    public string? Body { get; init; }

    /// <summary>The size of the whole body in bytes, where the request tells it.</summary>
    public long? Length { get; init; }

    /// <summary>True when a queue's receiver only looks for messages, as it does again and again; Service Bus in Azure pushes instead.</summary>
    public bool IsPoll => Operation is "GetMessages";

    /// <summary>
    /// True when the storage finds what is asked for by its index, at a cost that does not grow with the table: every
    /// table request names a partition, and a query a row key or a range of them, or the whole of a partition on purpose.
    /// </summary>
    public bool NamesItsKeys => Operation switch
    {
        "Query" => Filter is not null && Filter.Contains("PartitionKey eq ", StringComparison.Ordinal)
            && Filter.Contains("RowKey ", StringComparison.Ordinal),
        "Get" or "Insert" or "Replace" or "Merge" or "UpsertReplace" or "UpsertMerge" or "Delete" =>
            PartitionKey is not null && RowKey is not null,
        "Transaction" => Entities.Count > 0 && Entities.All(entity => entity.NamesItsKeys),
        "ListBlobs" => false,
        _ => true,
    };

    /// <inheritdoc/>
    public override string ToString() =>
        Operation == "Transaction"
            ? $"{Number} {Operation} {Resource} [{string.Join(", ", Entities.Select(one => $"{one.Operation} {one.PartitionKey}/{one.RowKey}"))}]"
            : $"{Number} {Operation} {Resource} {Key}{PartitionKey}{(RowKey is null ? "" : "/")}{RowKey}{Filter}".TrimEnd();
}
