using Azure.Data.Tables;

namespace Dfm.Functions.Storage;

/// <summary>Reads the aggregates of one kind, always within one partition by key or key range.</summary>
public sealed class AggregateTable<TAggregate, TEntry>(TableServiceClient tables, AggregateSchema<TAggregate> schema)
    where TAggregate : IAggregate
    where TEntry : IJournalEntry
{
    private static readonly string[] SummaryOnly = ["RowKey", AggregateSchema<TAggregate>.SummaryColumn];
    private readonly TableClient table = tables.GetTableClient(schema.Table);

    /// <summary>Null when there is no such row.</summary>
    public Task<TableEntity?> Row(CustomerId customer, string key, CancellationToken cancellationToken) =>
        table.FindRow(customer.Value, key, cancellationToken);

    /// <summary>Null when the customer has no aggregate with that number.</summary>
    public async Task<Stored<TAggregate>?> Find(CustomerId customer, long number, CancellationToken cancellationToken)
    {
        var row = await Row(customer, schema.RootKey(number), cancellationToken);
        return row is null ? null : new(row.Read<TAggregate>(RowJson.Data), row.ETag.ToString());
    }

    /// <summary>
    /// An aggregate with its journal, read concurrently. Journals are append-only: a journal that lacks the last entries is read again, and
    /// entries newer than the aggregate are left out.
    /// </summary>
    public async Task<WithJournal<TAggregate, TEntry>?> FindWithJournal(
        CustomerId customer, long number, CancellationToken cancellationToken)
    {
        var reading = Journal(customer, number, cancellationToken);
        var found = await Find(customer, number, cancellationToken);
        var journal = await reading;
        if (found is null) return null;
        var version = found.Value.Version;
        if (journal.Count == 0 || journal[^1].Version < version) journal = await Journal(customer, number, cancellationToken);
        return new(found, [.. journal.TakeWhile(entry => entry.Version <= version)]);
    }

    /// <summary>The journal of one aggregate, oldest first.</summary>
    public async Task<IReadOnlyList<TEntry>> Journal(CustomerId customer, long number, CancellationToken cancellationToken)
    {
        var entries = new List<TEntry>();
        await foreach (var row in table.All(customer.Value, schema.JournalOf(number), [RowJson.Data], cancellationToken))
            entries.Add(row.Read<TEntry>(RowJson.Data));
        return entries;
    }

    /// <summary>A page of summaries, newest first: one range, or one for each requested site.</summary>
    public async Task<Page<TSummary>> List<TSummary, TState>(
        CustomerId customer, ListQuery<TState> query, CancellationToken cancellationToken) where TState : struct
    {
        IEnumerable<SiteId?> sites = query.Sites is null ? [null] : query.Sites.Select(site => (SiteId?)site);
        var lists = await Task.WhenAll(sites.Select(site =>
            Newest(customer, ListOf(site, query.State?.ToString()), query.Before, query.Limit + 1, cancellationToken)));
        return Cut<TSummary>(lists.SelectMany(list => list).OrderByDescending(row => RowKeys.NumberOf(row.RowKey)), query.Limit);
    }

    /// <summary>A page of the list with the key prefix <paramref name="list"/>, newest first: one range.</summary>
    public async Task<Page<TSummary>> List<TSummary>(
        CustomerId customer, string list, long? before, int limit, CancellationToken cancellationToken) =>
        Cut<TSummary>(await Newest(customer, list, before, limit + 1, cancellationToken), limit);

    private string ListOf(SiteId? site, string? state) => site is null && state is null ? schema.RootPrefix : RowKeys.List(site, state);

    private async Task<IReadOnlyList<TableEntity>> Newest(
        CustomerId customer, string list, long? before, int limit, CancellationToken cancellationToken)
    {
        var after = before is { } number ? list + RowKeys.Newest(number) : null;
        return await table.First(customer.Value, list, after, limit, SummaryOnly, cancellationToken);
    }

    /// <summary>The page at the start of <paramref name="listed"/>, which continues past the limit unless it is the last page.</summary>
    private static Page<TSummary> Cut<TSummary>(IEnumerable<TableEntity> listed, int limit)
    {
        var rows = listed.Take(limit + 1).ToList();
        var items = rows.Take(limit).Select(row => row.Read<TSummary>(AggregateSchema<TAggregate>.SummaryColumn));
        return new([.. items], rows.Count > limit ? RowKeys.NumberOf(rows[limit - 1].RowKey) : null);
    }
}
