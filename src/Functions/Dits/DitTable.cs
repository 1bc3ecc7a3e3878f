using Azure.Data.Tables;
using Dfm.Core;
using Dfm.Core.Accounts;
using Dfm.Core.Dits;
using Dfm.Core.Parc;
using Dfm.Functions.Lifecycles;
using Dfm.Functions.Storage;

namespace Dfm.Functions.Dits;

/// <summary>DITs in the table <c>Dits</c>, with a row for each asset that tells which of its DITs are open.</summary>
internal sealed class DitTable(TableServiceClient tables) : IDitStore
{
    private readonly LifecycleTable table = new(tables, TableNames.Dits);

    public Task<Stored<Dit>?> Find(CustomerId customer, DitNumber number, CancellationToken cancellationToken) =>
        table.Find<Dit>(customer, number.Sequence, cancellationToken);

    public Task<WithJournal<Dit, JournalEntry>?> FindWithJournal(
        CustomerId customer, DitNumber number, CancellationToken cancellationToken) => table.FindWithJournal<Dit, JournalEntry>(
            customer, number.Sequence, dit => dit.Version, entry => entry.Version, cancellationToken);

    public Task<Page<DitSummary>> List(CustomerId customer, ListQuery<DitState> query, CancellationToken cancellationToken) =>
        table.List<DitSummary, DitState>(customer, query, cancellationToken);

    public Task<Page<DitSummary>> ListOfAsset(
        CustomerId customer, AssetId asset, long? before, int limit, CancellationToken cancellationToken) =>
        table.ListOfAsset<DitSummary>(customer, asset, before, limit, cancellationToken);

    public Task<FirstAnswer?> FindAnswer(CustomerId customer, string key, CancellationToken cancellationToken) =>
        table.FindAnswer(customer, key, cancellationToken);

    public async Task<OpenDits> OpenOf(CustomerId customer, AssetId asset, CancellationToken cancellationToken)
    {
        var row = await table.Row(customer, OpenKey(asset), cancellationToken);
        return row is null ? new OpenDits([], null) : new OpenDits(row.Read<string[]>(RowJson.Data), row.ETag.ToString());
    }

    public Task<SaveOutcome> Add(DitChange raised, OpenDits open, FirstAnswer? answer, CancellationToken cancellationToken)
    {
        var dit = raised.Dit;
        var rows = Rows(dit);
        var line = rows.Line(raised.Entry, Guid.NewGuid());
        IEnumerable<TableTransactionAction> actions =
            [.. rows.Added(line, DitLifecycle.Start(dit)), OpenRow(dit, open, [.. open.Numbers, dit.Number.Value])];
        return table.Submit(line, actions, answer, cancellationToken);
    }

    public async Task<SaveOutcome> Save(Stored<Dit> current, DitChange change, FirstAnswer? answer, CancellationToken cancellationToken)
    {
        var dit = change.Dit;
        var rows = Rows(dit);
        var signal = change.Transition is { } moved ? DitLifecycle.Signal(dit.Number, moved) : null;
        var line = rows.Line(change.Entry, Guid.NewGuid());
        var actions = rows.Changed(Rows(current.Value), current.Mark, line, signal).ToList();
        if (current.Value.State.IsOpen() && !dit.State.IsOpen())
        {
            var open = await OpenOf(dit.Customer, dit.Subject.Asset, cancellationToken);
            actions.Add(OpenRow(dit, open, [.. open.Numbers.Where(number => number != dit.Number.Value)]));
        }

        return await table.Submit(line, actions, answer, cancellationToken);
    }

    /// <summary>What is stored of a DIT alone.</summary>
    internal static LifecycleRows Rows(Dit dit)
    {
        var summary = RowJson.Text(DitSummary.Of(dit));
        return new(
            dit.Customer,
            dit.Number.Sequence,
            dit.Version,
            dit.Transitions,
            dit.State.ToString(),
            dit.Subject.Site,
            [new ListedFor(dit.Subject.Asset, summary)],
            summary,
            RowJson.Text(dit));
    }

    private static TableTransactionAction OpenRow(Dit dit, OpenDits open, string[] numbers)
    {
        var row = new TableEntity(dit.Customer.Value, OpenKey(dit.Subject.Asset)) { [RowJson.Data] = RowJson.Text(numbers) };
        return open.Mark is { } mark ? RowActions.Replace(row, mark) : RowActions.Insert(row);
    }

    private static string OpenKey(AssetId asset) => $"o-{asset}";
}
