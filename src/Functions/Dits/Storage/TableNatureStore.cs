using System.Text.Json;
using Azure.Data.Tables;
using Dfm.Core.Dits;
using Dfm.Core.Parc;
using Dfm.Functions.Storage;

namespace Dfm.Functions.Dits.Storage;

/// <summary>The list of natures: one small partition of the table <c>Natures</c>, kept in memory for a minute.</summary>
public sealed class TableNatureStore(TableServiceClient tables, TimeProvider clock) : INatureStore
{
    private const string Partition = "natures";

    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);

    private readonly TableClient table = tables.GetTableClient(TableNames.Natures);

    private Copy copy = new([], DateTimeOffset.MinValue);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Nature>> List(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (copy is var held && now < held.ReadAt + Kept && now >= held.ReadAt) return held.Natures;
        copy = new(await Read(cancellationToken), now);
        return copy.Natures;
    }

    /// <inheritdoc/>
    public async Task Save(IReadOnlyList<Nature> natures, CancellationToken cancellationToken)
    {
        var gone = (await Read(cancellationToken)).Select(nature => nature.Code).Except(natures.Select(nature => nature.Code));
        await table.Import(natures.Select(RowOf), gone.Select(code => new TableEntity(Partition, code)), cancellationToken);
        copy = new([], DateTimeOffset.MinValue);
    }

    private async Task<IReadOnlyList<Nature>> Read(CancellationToken cancellationToken)
    {
        var natures = new List<Nature>();
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and RowKey gt {string.Empty}");
        var query = table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken);
        await foreach (var row in query) natures.Add(NatureOf(row));
        return [.. natures.OrderBy(nature => nature.Order)];
    }

    private static TableEntity RowOf(Nature nature) => new(Partition, nature.Code)
    {
        ["Label"] = nature.Label,
        ["Kinds"] = JsonSerializer.Serialize(nature.Kinds.Select(kind => kind.ToString())),
        ["Order"] = nature.Order,
    };

    private static Nature NatureOf(TableEntity row) => new(
        row.RowKey,
        row.GetString("Label"),
        [.. (JsonSerializer.Deserialize<string[]>(row.GetString("Kinds")) ?? []).Select(Enum.Parse<AssetKind>)],
        row.GetInt32("Order") ?? 0);

    private sealed record Copy(IReadOnlyList<Nature> Natures, DateTimeOffset ReadAt);
}
