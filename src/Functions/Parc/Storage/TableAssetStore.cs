using Azure;
using Azure.Data.Tables;
using Dfm.Core.Parc;
using Dfm.Functions.Storage;

namespace Dfm.Functions.Parc.Storage;

public sealed class TableAssetStore(TableServiceClient tables) : IAssetStore
{
    private const int MostOfOneWord = 20;

    private readonly TableClient table = tables.GetTableClient(TableNames.Parc);

    public async Task<Asset?> Find(CustomerId customer, AssetId asset, CancellationToken cancellationToken) =>
        await ReadPrimary(customer, asset, cancellationToken) is { } row ? AssetRows.AssetOf(row) : null;

    public async Task<IReadOnlyDictionary<AssetId, Asset>> FindAll(
        CustomerId customer, IReadOnlyCollection<AssetId> ids, CancellationToken cancellationToken)
    {
        var rows = await table.FindRows(customer.Value, [.. ids.Select(AssetKeys.Primary)], AssetRows.ShownColumns, cancellationToken);
        return rows.Values.Select(AssetRows.AssetOf).ToDictionary(asset => asset.Id);
    }

    public IAsyncEnumerable<Asset> All(CustomerId customer, AssetKind kind, CancellationToken cancellationToken) =>
        table.All(customer.Value, AssetKeys.OfKind(kind), AssetRows.ShownColumns, cancellationToken).Select(AssetRows.AssetOf);

    public async Task<ShownAsset?> FindShown(CustomerId customer, AssetId asset, CancellationToken cancellationToken) =>
        await ReadPrimary(customer, asset, cancellationToken) is { } row ? AssetRows.ShownOf(row) : null;

    public async Task<IReadOnlyList<Asset>> FindBySerial(CustomerId customer, string serial, CancellationToken cancellationToken)
    {
        var rows = await table.First(
            customer.Value, AssetKeys.WithWholeWord(serial), null, MostOfOneWord, AssetRows.SearchColumns, cancellationToken);
        var ids = rows.Where(row => AssetRows.WordsOf(row).Serial == serial).Select(row => AssetId.Parse(AssetKeys.AssetOf(row.RowKey)));
        var found = await Task.WhenAll(ids.Select(id => Find(customer, id, cancellationToken)));
        return [.. found.OfType<Asset>()];
    }

    public async Task ShowOpenDits(
        CustomerId customer,
        AssetId asset,
        Func<CancellationToken, Task<IReadOnlyList<string>>> readOpenDits,
        CancellationToken cancellationToken)
    {
        while (await ReadPrimary(customer, asset, cancellationToken) is { } row)
        {
            // Read after the row: a writer that changes the DITs later also updates the row later, and sees this write or makes it fail.
            var openDits = AssetRows.TextOf(await readOpenDits(cancellationToken));
            if (openDits == (AssetRows.OpenDitsText(row) ?? AssetRows.TextOf([]))) return;
            if (await TryShow(row, openDits, cancellationToken)) return;
        }
    }

    private async Task<bool> TryShow(TableEntity row, string openDits, CancellationToken cancellationToken)
    {
        var merges = AssetKeys.Listed(AssetRows.AssetOf(row)).Select(key => Merge(key, ETag.All)).Prepend(Merge(row.RowKey, row.ETag));
        try
        {
            await table.SubmitTransactionAsync(merges, cancellationToken);
            return true;
        }
        catch (TableTransactionFailedException changed) when (changed.Status == 412)
        {
            return false;
        }

        TableTransactionAction Merge(string key, ETag etag) =>
            new(TableTransactionActionType.UpdateMerge, AssetRows.WithOpenDits(row.PartitionKey, key, openDits), etag);
    }

    private Task<TableEntity?> ReadPrimary(CustomerId customer, AssetId asset, CancellationToken cancellationToken) =>
        table.FindRow(customer.Value, AssetKeys.Primary(asset), cancellationToken);
}
