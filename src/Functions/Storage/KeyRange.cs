using Azure.Data.Tables;

namespace Dfm.Functions.Storage;

/// <summary>A range of row keys in one partition.</summary>
/// <param name="From">The start; no row has this key.</param>
/// <param name="To">The end; no row has this key.</param>
public readonly record struct KeyRange(string From, string To)
{
    /// <summary>All keys with the prefix <paramref name="start"/> whose further characters sort before « ~~ ».</summary>
    public static KeyRange BeginningWith(string start) => new(start, start + "~~");

    public bool Contains(string key) => string.CompareOrdinal(key, From) >= 0 && string.CompareOrdinal(key, To) < 0;

    /// <summary>The filter of the partition and of the range's keys after <paramref name="after"/>.</summary>
    public string FilterAfter(string partition, string after) =>
        TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey gt {after} and RowKey lt {To}");
}
