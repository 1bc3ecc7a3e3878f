using Azure.Data.Tables;
using Dfm.Core;
using Dfm.Core.Accounts;
using Dfm.Core.Parc;
using Dfm.Functions.Storage;

namespace Dfm.Functions.Lifecycles;

/// <summary>
/// What the tables of DITs and of orders share. An accepted command is one transaction in the customer's partition: itself (on condition of
/// its ETag), its line in the journal, its rows in the lists, and what the outbox has to dispatch.
/// </summary>
/// <param name="tables">The storage.</param>
/// <param name="name">The table, one that the <see cref="Outbox"/> knows.</param>
internal sealed class LifecycleTable(TableServiceClient tables, string name)
{
    private static readonly string[] SummaryOnly = ["RowKey", LifecycleRows.SummaryColumn];
    private readonly TableClient table = tables.GetTableClient(name);

    /// <summary>A row of the customer's; null when there is none.</summary>
    public async Task<TableEntity?> Row(CustomerId customer, string key, CancellationToken cancellationToken)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(customer.Value, key, cancellationToken: cancellationToken);
        return found.HasValue ? found.Value : null;
    }

    /// <summary>One DIT or order; null when the customer has none of that number.</summary>
    public async Task<Stored<T>?> Find<T>(CustomerId customer, long number, CancellationToken cancellationToken)
    {
        var row = await Row(customer, LifecycleKeys.Itself(number), cancellationToken);
        return row is null ? null : new Stored<T>(row.Read<T>(RowJson.Data), row.ETag.ToString());
    }

    /// <summary>
    /// One DIT or order with its journal, read at the same time. Lines are only ever added: where the journal was read before the last ones
    /// were, it is read again, and those that came later than what it belongs to are left out.
    /// </summary>
    /// <param name="customer">Whose it is.</param>
    /// <param name="number">Its number.</param>
    /// <param name="versionOf">Its version.</param>
    /// <param name="versionAfter">The version that a line of its journal has led to.</param>
    /// <param name="cancellationToken">Ends the requests.</param>
    public async Task<WithJournal<T, TEntry>?> FindWithJournal<T, TEntry>(
        CustomerId customer, long number, Func<T, int> versionOf, Func<TEntry, int> versionAfter, CancellationToken cancellationToken)
    {
        var reading = Journal<TEntry>(customer, number, cancellationToken);
        var found = await Find<T>(customer, number, cancellationToken);
        var journal = await reading;
        if (found is null) return null;
        var version = versionOf(found.Value);
        if (journal.Count == 0 || versionAfter(journal[^1]) < version) journal = await Journal<TEntry>(customer, number, cancellationToken);
        return new(found, [.. journal.TakeWhile(entry => versionAfter(entry) <= version)]);
    }

    /// <summary>Its journal, oldest first.</summary>
    public async Task<IReadOnlyList<TEntry>> Journal<TEntry>(CustomerId customer, long number, CancellationToken cancellationToken)
    {
        var entries = new List<TEntry>();
        await foreach (var row in table.All(customer.Value, LifecycleKeys.JournalOf(number), [RowJson.Data], cancellationToken))
            entries.Add(row.Read<TEntry>(RowJson.Data));
        return entries;
    }

    /// <summary>A page of summaries, newest first: one range, or one for each site that is asked for.</summary>
    public async Task<Page<TSummary>> List<TSummary, TState>(
        CustomerId customer, ListQuery<TState> query, CancellationToken cancellationToken) where TState : struct
    {
        IEnumerable<SiteId?> sites = query.Sites is null ? [null] : query.Sites.Select(site => (SiteId?)site);
        var lists = await Task.WhenAll(sites.Select(site =>
            Newest(customer, LifecycleKeys.List(site, query.State?.ToString()), query.Before, query.Limit + 1, cancellationToken)));
        return Cut<TSummary>(lists.SelectMany(list => list).OrderByDescending(NumberOf), query.Limit);
    }

    /// <summary>A page of one asset's, newest first.</summary>
    public async Task<Page<TSummary>> ListOfAsset<TSummary>(
        CustomerId customer, AssetId asset, long? before, int limit, CancellationToken cancellationToken) =>
        await ListOf<TSummary>(customer, LifecycleKeys.ListOf(asset), before, limit, cancellationToken);

    /// <summary>A page of the list whose keys begin with <paramref name="list"/>, newest first: one range.</summary>
    public async Task<Page<TSummary>> ListOf<TSummary>(
        CustomerId customer, string list, long? before, int limit, CancellationToken cancellationToken) =>
        Cut<TSummary>(await Newest(customer, list, before, limit + 1, cancellationToken), limit);

    /// <summary>The first answer to an Idempotency-Key; null when the key is new.</summary>
    public async Task<FirstAnswer?> FindAnswer(CustomerId customer, string key, CancellationToken cancellationToken) =>
        (await Row(customer, LifecycleKeys.Answer(key), cancellationToken))?.Read<FirstAnswer>(RowJson.Data);

    /// <summary>
    /// Submits the transaction. A conflict may be this very write's echo: the first try was stored, its answer was lost, and the client
    /// tried again. Then the command's own line stands in the journal. Equal content would prove nothing: two people may do the same.
    /// </summary>
    /// <param name="line">A line of a journal that the transaction inserts.</param>
    /// <param name="actions">All that it does, save keeping the answer.</param>
    /// <param name="answer">The first answer to an Idempotency-Key, else null.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<SaveOutcome> Submit(
        JournalLine line, IEnumerable<TableTransactionAction> actions, FirstAnswer? answer, CancellationToken cancellationToken)
    {
        IEnumerable<TableTransactionAction> keeping = answer is null ? [] : [RowActions.Insert(AnswerRow(line.Customer, answer))];
        try
        {
            await table.SubmitTransactionAsync(keeping.Concat(actions), cancellationToken);
            return SaveOutcome.Saved;
        }
        catch (TableTransactionFailedException failure) when (failure.Status is 404 or 409 or 412)
        {
            if (line.IsSameAs(await Row(line.Customer, line.Row.RowKey, cancellationToken))) return SaveOutcome.Saved;
            return answer is not null && failure is { Status: 409, FailedTransactionActionIndex: 0 }
                ? SaveOutcome.AnsweredBefore
                : SaveOutcome.Changed;
        }
    }

    private async Task<IReadOnlyList<TableEntity>> Newest(
        CustomerId customer, string list, long? before, int limit, CancellationToken cancellationToken)
    {
        var after = before is { } number ? list + LifecycleKeys.Newest(number) : null;
        return await table.First(customer.Value, list, after, limit, SummaryOnly, cancellationToken);
    }

    /// <summary>The page that begins <paramref name="listed"/>, which go on past its limit unless it is the last.</summary>
    private static Page<TSummary> Cut<TSummary>(IEnumerable<TableEntity> listed, int limit)
    {
        var rows = listed.Take(limit + 1).ToList();
        var items = rows.Take(limit).Select(row => row.Read<TSummary>(LifecycleRows.SummaryColumn));
        return new([.. items], rows.Count > limit ? NumberOf(rows[limit - 1]) : null);
    }

    private static long NumberOf(TableEntity row) => LifecycleKeys.NumberOfListed(row.RowKey);

    private static TableEntity AnswerRow(CustomerId customer, FirstAnswer answer) =>
        new TableEntity(customer.Value, LifecycleKeys.Answer(answer.Key)).With(RowJson.Data, RowJson.Text(answer));
}
