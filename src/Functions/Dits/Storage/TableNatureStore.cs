using System.Text.Json;
using Azure.Data.Tables;
using Dfm.Core.Dits;
using Dfm.Core.Parc;
using Dfm.Functions.Storage;

namespace Dfm.Functions.Dits.Storage;

/// <summary>The list of natures, in the table <c>Natures</c>.</summary>
public sealed class TableNatureStore(TableServiceClient tables, TimeProvider clock) : INatureStore
{
    private const string Partition = "natures";

    private readonly ReferenceList<Nature> list =
        new(tables, clock, TableNames.Natures, Partition, RowOf, NatureOf, nature => nature.Order);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Nature>> List(CancellationToken cancellationToken) => list.All(cancellationToken);

    /// <inheritdoc/>
    public Task Save(IReadOnlyList<Nature> natures, CancellationToken cancellationToken) => list.Save(natures, cancellationToken);

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
}
