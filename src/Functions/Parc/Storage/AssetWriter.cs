using Azure;
using Azure.Data.Tables;
using Dfm.Core.Parc;
using Dfm.Functions.Storage;

namespace Dfm.Functions.Parc.Storage;

/// <summary>
/// Writes the ERP's assets in bulk. All rows of an asset change in one transaction, which may hold several assets. Idempotent: unchanged
/// assets are not written.
/// </summary>
public sealed class AssetWriter(TableServiceClient tables)
{
    /// <summary>The maximum number of entities in a transaction of Table storage.</summary>
    private const int TransactionSize = 100;

    /// <summary>The number of assets whose rows are read at once to detect changes.</summary>
    private const int SliceSize = 500;

    /// <summary>The number of concurrent transactions.</summary>
    private const int Parallelism = 8;

    private readonly TableClient table = tables.GetTableClient(TableNames.Parc);

    /// <summary>Adds new assets and replaces changed ones; their open DITs are kept.</summary>
    /// <param name="assets">Of any customers; no two with the same customer and id.</param>
    /// <param name="progress">Receives the number of assets done from time to time; may be null.</param>
    /// <param name="cancellationToken">Stops between transactions.</param>
    /// <returns>The number of assets that were new or changed.</returns>
    public async Task<int> Write(IEnumerable<Asset> assets, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        var (changed, done) = (0, 0);
        foreach (var ofCustomer in assets.GroupBy(asset => asset.Customer))
        {
            foreach (var slice in ofCustomer.OrderBy(asset => asset.Id.Value, StringComparer.Ordinal).Chunk(SliceSize))
            {
                var changes = await Changes(ofCustomer.Key, slice, cancellationToken);
                await Parallel.ForEachAsync(
                    Pack(changes),
                    new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken },
                    async (pack, token) => await Submit(pack, token));
                changed += changes.Count;
                progress?.Report(done += slice.Length);
            }
        }

        return changed;
    }

    /// <summary>One read of the slice's range of primary rows finds the assets that are new or changed.</summary>
    private async Task<List<Change>> Changes(CustomerId customer, Asset[] slice, CancellationToken cancellationToken)
    {
        var (from, to) = (AssetKeys.Primary(slice[0].Id), AssetKeys.Primary(slice[^1].Id));
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {customer.Value} and RowKey ge {from} and RowKey le {to}");
        var known = new Dictionary<string, TableEntity>(StringComparer.Ordinal);
        await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken)) known[row.RowKey] = row;
        return [.. slice.Select(asset => ChangeOf(asset, known.GetValueOrDefault(AssetKeys.Primary(asset.Id)))).OfType<Change>()];
    }

    private static Change? ChangeOf(Asset asset, TableEntity? known)
    {
        var rows = AssetRows.Of(asset, known is null ? null : AssetRows.OpenDitsText(known)).ToList();
        if (known is not null && AssetRows.SameAsset(known, rows[0])) return null;
        TableTransactionAction primary = known is null
            ? new(TableTransactionActionType.Add, rows[0])
            : new(TableTransactionActionType.UpdateReplace, rows[0], known.ETag);
        var others = rows.Skip(1).Select(row => new TableTransactionAction(TableTransactionActionType.UpsertReplace, row));
        var gone = known is null ? [] : AssetRows.OtherKeys(known).Except(rows.Select(row => row.RowKey), StringComparer.Ordinal);
        var deletions = gone.Select(key =>
            new TableTransactionAction(TableTransactionActionType.Delete, new TableEntity(asset.Customer.Value, key), ETag.All));
        return new(asset, [primary, .. others, .. deletions]);
    }

    private static IEnumerable<List<Change>> Pack(List<Change> changes)
    {
        var (pack, size) = (new List<Change>(), 0);
        foreach (var change in changes)
        {
            if (size + change.Actions.Count > TransactionSize)
            {
                yield return pack;
                (pack, size) = ([], 0);
            }

            pack.Add(change);
            size += change.Actions.Count;
        }

        if (pack.Count > 0) yield return pack;
    }

    /// <summary>After a conflict with another writer, each asset is compared again and written alone.</summary>
    private async Task Submit(List<Change> pack, CancellationToken cancellationToken)
    {
        if (await TrySubmit(pack.SelectMany(change => change.Actions), cancellationToken)) return;
        foreach (var asset in pack.Select(change => change.Asset))
        {
            while (await Changes(asset.Customer, [asset], cancellationToken) is [var change]
                && !await TrySubmit(change.Actions, cancellationToken))
            {
                // Changed again: retry.
            }
        }
    }

    private async Task<bool> TrySubmit(IEnumerable<TableTransactionAction> actions, CancellationToken cancellationToken)
    {
        try
        {
            await table.SubmitTransactionAsync(actions, cancellationToken);
            return true;
        }
        catch (TableTransactionFailedException changed) when (changed.Status is 409 or 412)
        {
            return false;
        }
    }

    /// <param name="Actions">The writes of the asset's rows, conditional on the primary row; at most 100.</param>
    private sealed record Change(Asset Asset, IReadOnlyList<TableTransactionAction> Actions);
}
