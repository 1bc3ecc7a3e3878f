using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Dfm.Core;
using Dfm.Core.Accounts;
using Dfm.Core.Dits;
using Dfm.Core.Parc;
using Dfm.Functions.Storage;

namespace Dfm.Functions.Dits;

/// <summary>
/// DITs in the table <c>Dits</c>. An accepted command is one transaction in the customer's partition: the DIT (on condition of its ETag),
/// its line in the journal, its rows in the lists, and what the outbox has to dispatch.
/// </summary>
internal sealed class DitTable(TableServiceClient tables) : IDitStore
{
    private const string Data = "Data";
    private const string Summary = "Summary";
    private static readonly string[] SummaryOnly = ["RowKey", Summary];
    private readonly TableClient table = tables.GetTableClient(TableNames.Dits);

    public async Task<Stored<Dit>?> Find(CustomerId customer, DitNumber number, CancellationToken cancellationToken)
    {
        var row = await Row(customer, DitKeys.Dit(number), cancellationToken);
        return row is null ? null : new Stored<Dit>(Read<Dit>(row, Data), row.ETag.ToString());
    }

    public async Task<IReadOnlyList<JournalEntry>> Journal(CustomerId customer, DitNumber number, CancellationToken cancellationToken)
    {
        var entries = new List<JournalEntry>();
        await foreach (var row in table.All(customer.Value, DitKeys.JournalOf(number), [Data], cancellationToken))
            entries.Add(Read<JournalEntry>(row, Data));
        return entries;
    }

    public async Task<Core.Page<DitSummary>> List(CustomerId customer, ListQuery<DitState> query, CancellationToken cancellationToken)
    {
        IEnumerable<SiteId?> sites = query.Sites is null ? [null] : query.Sites.Select(site => (SiteId?)site);
        var lists = await Task.WhenAll(sites.Select(site =>
            Newest(customer, DitKeys.List(site, query.State), query.Before, query.Limit + 1, cancellationToken)));
        return Page([.. lists.SelectMany(list => list).OrderByDescending(dit => dit.Number.Sequence).Take(query.Limit + 1)], query.Limit);
    }

    public async Task<Core.Page<DitSummary>> ListOfAsset(
        CustomerId customer, AssetId asset, long? before, int limit, CancellationToken cancellationToken) =>
        Page(await Newest(customer, DitKeys.ListOf(asset), before, limit + 1, cancellationToken), limit);

    public async Task<OpenDits> OpenOf(CustomerId customer, AssetId asset, CancellationToken cancellationToken)
    {
        var row = await Row(customer, DitKeys.Open(asset), cancellationToken);
        return row is null ? new OpenDits([], null) : new OpenDits(Read<string[]>(row, Data), row.ETag.ToString());
    }

    public async Task<FirstAnswer?> FindAnswer(CustomerId customer, string key, CancellationToken cancellationToken)
    {
        var row = await Row(customer, DitKeys.Answer(key), cancellationToken);
        return row is null ? null : Read<FirstAnswer>(row, Data);
    }

    public async Task<SaveOutcome> Add(DitChange raised, OpenDits open, FirstAnswer? answer, CancellationToken cancellationToken)
    {
        var dit = raised.Dit;
        List<TableTransactionAction> actions =
        [
            .. Rows(dit, raised.Entry).Select(Insert),
            OpenRow(dit, open, [.. open.Numbers, dit.Number.Value]),
            Insert(OutboxRow(dit, OutboxEffect.Start(dit))),
        ];
        return await Submit(dit, actions, answer, cancellationToken);
    }

    public async Task<SaveOutcome> Save(Stored<Dit> current, DitChange change, FirstAnswer? answer, CancellationToken cancellationToken)
    {
        var dit = change.Dit;
        var summary = Json(DitSummary.Of(dit));
        List<TableTransactionAction> actions =
        [
            new(TableTransactionActionType.UpdateReplace, DitRow(dit, summary), new ETag(current.Mark)),
            Insert(JournalRow(dit, change.Entry)),
        ];
        if (change.Transition is { } transition)
        {
            if (current.Value.State != dit.State) actions.AddRange(StateRows(current.Value, summary).Select(Delete));
            actions.AddRange(ListRows(dit, summary).Select(Upsert));
            actions.Add(Insert(OutboxRow(dit, OutboxEffect.Signal(dit.Number, transition))));
            if (!dit.State.IsOpen())
            {
                var open = await OpenOf(dit.Customer, dit.Subject.Asset, cancellationToken);
                actions.Add(OpenRow(dit, open, [.. open.Numbers.Where(number => number != dit.Number.Value)]));
            }
        }

        return await Submit(dit, actions, answer, cancellationToken);
    }

    /// <summary>What is stored of a DIT alone, with one line of its journal: what it shares with others, the outbox and answers come on top.</summary>
    internal static IEnumerable<TableEntity> Rows(Dit dit, JournalEntry entry)
    {
        var summary = Json(DitSummary.Of(dit));
        return [DitRow(dit, summary), JournalRow(dit, entry), .. ListRows(dit, summary)];
    }

    private static Core.Page<DitSummary> Page(List<DitSummary> found, int limit) =>
        found.Count > limit ? new([.. found.Take(limit)], found[limit - 1].Number.Sequence) : new(found, null);

    private async Task<List<DitSummary>> Newest(
        CustomerId customer, string list, long? before, int limit, CancellationToken cancellationToken)
    {
        var after = before is { } number ? list + DitKeys.Newest(number) : null;
        var rows = await table.First(customer.Value, list, after, limit, SummaryOnly, cancellationToken);
        return [.. rows.Select(row => Read<DitSummary>(row, Summary))];
    }

    private async Task<TableEntity?> Row(CustomerId customer, string key, CancellationToken cancellationToken)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(customer.Value, key, cancellationToken: cancellationToken);
        return found.HasValue ? found.Value : null;
    }

    /// <summary>
    /// Submits the transaction. A conflict may be this very write's echo: the first try was stored, its answer was lost, and the client
    /// tried again. Then the DIT stands as it was to be stored.
    /// </summary>
    private async Task<SaveOutcome> Submit(
        Dit dit, List<TableTransactionAction> actions, FirstAnswer? answer, CancellationToken cancellationToken)
    {
        if (answer is not null) actions.Insert(0, Insert(AnswerRow(dit, answer)));
        try
        {
            await table.SubmitTransactionAsync(actions, cancellationToken);
            return SaveOutcome.Saved;
        }
        catch (TableTransactionFailedException failure) when (failure.Status is 409 or 412)
        {
            var stands = await Row(dit.Customer, DitKeys.Dit(dit.Number), cancellationToken);
            if (stands?.GetString(Data) == Json(dit)) return SaveOutcome.Saved;
            return answer is not null && failure.FailedTransactionActionIndex is 0 ? SaveOutcome.AnsweredBefore : SaveOutcome.Changed;
        }
    }

    private static TableEntity DitRow(Dit dit, string summary) =>
        new(dit.Customer.Value, DitKeys.Dit(dit.Number)) { [Summary] = summary, [Data] = Json(dit) };

    private static TableEntity JournalRow(Dit dit, JournalEntry entry) =>
        new(dit.Customer.Value, DitKeys.Journal(dit.Number, entry.Version)) { [Data] = Json(entry) };

    private static TableEntity AnswerRow(Dit dit, FirstAnswer answer) =>
        new(dit.Customer.Value, DitKeys.Answer(answer.Key)) { [Data] = Json(answer) };

    private static TableEntity OutboxRow(Dit dit, OutboxEffect effect) =>
        new(dit.Customer.Value, DitKeys.Outbox(dit.Number, dit.Transitions)) { [Data] = Json(effect) };

    /// <summary>The rows of every list but the whole one, where the DIT itself stands.</summary>
    private static IEnumerable<TableEntity> ListRows(Dit dit, string summary) =>
    [
        ListRow(dit, DitKeys.List(dit.Subject.Site, null), summary),
        ListRow(dit, DitKeys.ListOf(dit.Subject.Asset), summary),
        .. StateRows(dit, summary),
    ];

    private static IEnumerable<TableEntity> StateRows(Dit dit, string summary) =>
    [
        ListRow(dit, DitKeys.List(null, dit.State), summary),
        ListRow(dit, DitKeys.List(dit.Subject.Site, dit.State), summary),
    ];

    private static TableEntity ListRow(Dit dit, string list, string summary) =>
        new(dit.Customer.Value, list + DitKeys.Newest(dit.Number)) { [Summary] = summary };

    private static TableTransactionAction OpenRow(Dit dit, OpenDits open, string[] numbers)
    {
        var row = new TableEntity(dit.Customer.Value, DitKeys.Open(dit.Subject.Asset)) { [Data] = Json(numbers) };
        return open.Mark is { } mark ? new(TableTransactionActionType.UpdateReplace, row, new ETag(mark)) : Insert(row);
    }

    private static TableTransactionAction Insert(TableEntity row) => new(TableTransactionActionType.Add, row);

    private static TableTransactionAction Upsert(TableEntity row) => new(TableTransactionActionType.UpsertReplace, row);

    private static TableTransactionAction Delete(TableEntity row) => new(TableTransactionActionType.Delete, row, ETag.All);

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, StorageJson.Options);

    private static T Read<T>(TableEntity row, string column) =>
        JsonSerializer.Deserialize<T>(row.GetString(column), StorageJson.Options)
        ?? throw new InvalidOperationException($"Row {row.RowKey} has no {column}.");
}
