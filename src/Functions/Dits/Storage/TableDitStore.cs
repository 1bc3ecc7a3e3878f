using Azure.Data.Tables;
using Dfm.Core.Dits;
using Dfm.Core.Parc;
using Dfm.Functions.Storage;

namespace Dfm.Functions.Dits.Storage;

/// <summary>DITs in the table <c>Dits</c>, with a row for each asset that tells which of its DITs are open.</summary>
public sealed class TableDitStore(TableServiceClient tables) : IDitStore
{
    private readonly AggregateTable<Dit, DitEntry> table = new(tables, Schema);

    /// <summary>A DIT stands in the lists of its asset, its site, its state, and its state at its site.</summary>
    public static AggregateSchema<Dit> Schema { get; } = new(TableNames.Dits, "d-", "j-", Summary, Lists);

    public Task<Stored<Dit>?> Find(CustomerId customer, DitNumber number, CancellationToken cancellationToken) =>
        table.Find(customer, number.Sequence, cancellationToken);

    public Task<WithJournal<Dit, DitEntry>?> FindWithJournal(
        CustomerId customer, DitNumber number, CancellationToken cancellationToken) =>
        table.FindWithJournal(customer, number.Sequence, cancellationToken);

    public Task<Page<DitSummary>> List(CustomerId customer, ListQuery<DitState> query, CancellationToken cancellationToken) =>
        table.List<DitSummary, DitState>(customer, query, cancellationToken);

    public Task<Page<DitSummary>> ListOfAsset(
        CustomerId customer, AssetId asset, long? before, int limit, CancellationToken cancellationToken) =>
        table.List<DitSummary>(customer, RowKeys.ListOf(asset), before, limit, cancellationToken);

    public async Task<OpenDits> OpenOf(CustomerId customer, AssetId asset, CancellationToken cancellationToken)
    {
        var row = await table.Row(customer, OpenKey(asset), cancellationToken);
        return row is null ? new OpenDits([], null) : new OpenDits(row.Read<string[]>(RowJson.Data), row.ETag.ToString());
    }

    /// <summary>Stores which DITs of an asset are open, on condition that nobody has changed that since it was read.</summary>
    public static TableTransactionAction OpenRow(Dit dit, OpenDits read, string[] numbers)
    {
        var row = new TableEntity(dit.Customer.Value, OpenKey(dit.Subject.Asset)) { [RowJson.Data] = RowJson.Text(numbers) };
        return read.ETag is { } etag ? RowActions.Replace(row, etag) : RowActions.Insert(row);
    }

    private static IEnumerable<KeyValuePair<string, string>> Lists(Dit dit)
    {
        var summary = Summary(dit);
        string[] lists =
        [
            RowKeys.ListOf(dit.Subject.Asset),
            RowKeys.List(dit.Subject.Site, null),
            RowKeys.List(null, $"{dit.State}"),
            RowKeys.List(dit.Subject.Site, $"{dit.State}"),
        ];
        return lists.Select(list => KeyValuePair.Create(list, summary));
    }

    private static string Summary(Dit dit) => RowJson.Text(DitSummary.Of(dit));

    private static string OpenKey(AssetId asset) => $"o-{asset}";
}
