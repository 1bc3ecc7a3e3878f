using Azure.Data.Tables;

namespace Dfm.Functions.Storage;

/// <summary>The storage layout of one kind of aggregate, within the customers' partitions.</summary>
/// <param name="Table">Aggregates that one command changes together share a table.</param>
/// <param name="RootPrefix">The key prefix of the aggregates' own rows. In key order they are the list of all.</param>
/// <param name="JournalPrefix">The key prefix of the journals.</param>
/// <param name="Summary">What the list of all shows of an aggregate.</param>
/// <param name="Lists">The other lists of an aggregate: the key prefix and the summary of each, as JSON.</param>
public sealed record AggregateSchema<TAggregate>(
    string Table,
    string RootPrefix,
    string JournalPrefix,
    Func<TAggregate, string> Summary,
    Func<TAggregate, IEnumerable<KeyValuePair<string, string>>> Lists)
    where TAggregate : IAggregate
{
    public const string SummaryColumn = "Summary";

    public string RootKey(long number) => RootPrefix + RowKeys.Newest(number);

    /// <summary>The key prefix of one aggregate's journal.</summary>
    public string JournalOf(long number) => $"{JournalPrefix}{RowKeys.Newest(number)}-";

    /// <summary>The number of the aggregate whose journal a row belongs to.</summary>
    public long NumberOfEntry(string rowKey) => RowKeys.NumberOf(rowKey[..rowKey.LastIndexOf('-')]);

    /// <summary>The key of the journal entry of the aggregate's version.</summary>
    public string JournalKey(TAggregate aggregate) => $"{JournalOf(aggregate.Sequence)}{aggregate.Version:D6}";

    public TableEntity Root(TAggregate aggregate) =>
        ListRow(aggregate, RootKey(aggregate.Sequence), Summary(aggregate)).With(RowJson.Data, RowJson.Text(aggregate));

    /// <summary>All rows of an aggregate, without its journal.</summary>
    public IEnumerable<TableEntity> Rows(TAggregate aggregate) =>
        [Root(aggregate), .. Listed(aggregate).Select(row => ListRow(aggregate, row.Key, row.Value))];

    /// <summary>The rows of the aggregate's other lists: the summary by row key.</summary>
    public IReadOnlyDictionary<string, string> Listed(TAggregate aggregate) =>
        Lists(aggregate).ToDictionary(list => list.Key + RowKeys.Newest(aggregate.Sequence), list => list.Value);

    public TableEntity ListRow(TAggregate aggregate, string key, string summary) =>
        new(aggregate.Customer.Value, key) { [SummaryColumn] = summary };
}
