using Azure;
using Azure.Data.Tables;
using Dfm.Core.Catalogue;
using Dfm.Functions.Storage;

namespace Dfm.Functions.Catalogue.Storage;

/// <summary>
/// The catalogue in the table <c>Consumables</c>: one partition per model, with one row for each consumable that fits it, and the partition
/// <c>~models</c>, which lists the models and has the catalogue's version. A consumable of several models has several rows.
/// </summary>
public sealed class TableConsumableStore(TableServiceClient tables) : IConsumableStore
{
    // No model key begins with « ~ ».
    private const string Models = "~models";
    private const string Prefix = "c-";
    private const string Order = "Order";
    private const string VersionKey = "version";
    private const string VersionColumn = "Version";
    private const int Parallelism = 8;

    private readonly TableClient table = tables.GetTableClient(TableNames.Consumables);

    public async Task<IReadOnlyList<Consumable>> Fitting(ModelKey model, CancellationToken cancellationToken)
    {
        var rows = new List<TableEntity>();
        await foreach (var row in table.All(model.Value, Prefix, [RowJson.Data, Order], cancellationToken)) rows.Add(row);
        return [.. rows.OrderBy(row => row.GetInt32(Order)).Select(row => row.Read<Consumable>(RowJson.Data))];
    }

    public async Task<string?> Version(CancellationToken cancellationToken) =>
        (await table.FindRow(Models, VersionKey, cancellationToken, [VersionColumn]))?.GetString(VersionColumn);

    public async Task<int> Save(IReadOnlyList<CatalogueEntry> entries, CancellationToken cancellationToken)
    {
        // Before and after: while it runs, whoever fills a cart may read the old price of one article and the new one of another.
        await ChangeVersion(cancellationToken);
        var changed = await SaveEntries(entries, cancellationToken);
        await ChangeVersion(cancellationToken);
        return changed;
    }

    private async Task ChangeVersion(CancellationToken cancellationToken) => await table.UpsertEntityAsync(
        new TableEntity(Models, VersionKey) { [VersionColumn] = $"{Guid.NewGuid():N}" }, TableUpdateMode.Replace, cancellationToken);

    private async Task<int> SaveEntries(IReadOnlyList<CatalogueEntry> entries, CancellationToken cancellationToken)
    {
        var wanted = entries
            .SelectMany((entry, order) => entry.Models.Select(model => (model.Value, Row: RowOf(model, entry.Consumable, order))))
            .ToLookup(pair => pair.Value, pair => pair.Row);
        var known = await KnownModels(cancellationToken);
        var changed = new HashSet<string>();
        await Parallel.ForEachAsync(
            wanted.Select(rows => rows.Key).Union(known),
            new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken },
            async (model, token) =>
            {
                var keys = await SaveModel(model, [.. wanted[model]], known.Contains(model), token);
                lock (changed) changed.UnionWith(keys);
            });
        return entries.Count(entry => changed.Contains(KeyOf(entry.Consumable)));
    }

    private async Task<HashSet<string>> KnownModels(CancellationToken cancellationToken)
    {
        var models = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var row in table.All(Models, Prefix, ["RowKey"], cancellationToken)) models.Add(row.RowKey[Prefix.Length..]);
        return models;
    }

    /// <summary>
    /// Updates the rows of one model. The model is listed first and unlisted last, so that an interrupted import leaves no unreachable row.
    /// </summary>
    /// <returns>The keys of the rows that were new, changed or deleted.</returns>
    private async Task<IReadOnlyList<string>> SaveModel(
        string model, IReadOnlyList<TableEntity> wanted, bool isKnown, CancellationToken cancellationToken)
    {
        var name = new TableEntity(Models, Prefix + model);
        if (!isKnown) await table.UpsertEntityAsync(name, TableUpdateMode.Replace, cancellationToken);
        var stored = new Dictionary<string, TableEntity>(StringComparer.Ordinal);
        await foreach (var row in table.All(model, Prefix, null, cancellationToken)) stored[row.RowKey] = row;
        var changed = wanted.Where(row => !IsSame(row, stored.GetValueOrDefault(row.RowKey))).ToList();
        var gone = stored.Keys.Except(wanted.Select(row => row.RowKey)).Select(key => new TableEntity(model, key)).ToList();
        await table.Import(changed, gone, cancellationToken);
        if (wanted.Count == 0) await table.DeleteEntityAsync(name.PartitionKey, name.RowKey, ETag.All, cancellationToken);
        return [.. changed.Concat(gone).Select(row => row.RowKey)];
    }

    private static bool IsSame(TableEntity row, TableEntity? stored) =>
        stored is not null && row.GetString(RowJson.Data) == stored.GetString(RowJson.Data) && row.GetInt32(Order) == stored.GetInt32(Order);

    private static string KeyOf(Consumable consumable) => Prefix + consumable.Reference;

    private static TableEntity RowOf(ModelKey model, Consumable consumable, int order) => new(model.Value, KeyOf(consumable))
    {
        [RowJson.Data] = RowJson.Text(consumable),
        [Order] = order,
    };
}
