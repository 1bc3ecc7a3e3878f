using Azure.Data.Tables;

namespace Dfm.Functions.Storage;

/// <summary>A range of row keys in one partition.</summary>
/// <param name="From">The start: no row has this key itself.</param>
/// <param name="To">The end, which no row has either.</param>
internal readonly record struct KeyRange(string From, string To)
{
    /// <summary>All keys that begin with <paramref name="start"/>, whose further characters all sort before « ~~ ».</summary>
    public static KeyRange BeginningWith(string start) => new(start, start + "~~");

    public bool Contains(string key) => string.CompareOrdinal(key, From) >= 0 && string.CompareOrdinal(key, To) < 0;

    /// <summary>The query's filter: the partition, and the range from the key that follows <paramref name="after"/>.</summary>
    public string FilterAfter(string partition, string after) =>
        TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey gt {after} and RowKey lt {To}");
}
