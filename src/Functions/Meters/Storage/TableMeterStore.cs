using Azure.Data.Tables;
using Dfm.Core.Meters;
using Dfm.Core.Parc;
using Dfm.Functions.Commands;
using Dfm.Functions.Storage;

namespace Dfm.Functions.Meters.Storage;

/// <summary>
/// The table <c>Meters</c>. In a customer's partition: <c>m-{asset}</c>, a meter with its latest readings, so that judging and storing a
/// reading is one row; <c>r-{asset}~{instant}</c>, twelve older readings; <c>b-{entry}</c>, what was entered together and may still need its
/// confirmation. What is only read here stands beside them: see <see cref="TableMeterSettings"/>.
/// </summary>
public sealed class TableMeterStore(TableServiceClient tables)
{
    private static readonly string[] DataAlone = ["RowKey", RowJson.Data];

    private readonly TableClient table = tables.GetTableClient(TableNames.Meters);

    /// <summary>The meters of these assets, new ones where there are none: a few point reads, or one range.</summary>
    public async Task<IReadOnlyDictionary<AssetId, LoadedMeter>> Load(
        CustomerId customer, IReadOnlyCollection<AssetId> assets, CancellationToken cancellationToken)
    {
        var rows = await table.FindRows(customer.Value, [.. assets.Select(Key)], null, cancellationToken);
        return assets.ToDictionary(asset => asset, asset => rows.TryGetValue(Key(asset), out var row)
            ? new LoadedMeter(row.Read<Meter>(RowJson.Data), row.ETag.ToString(), CommandIds.Of(row))
            : new LoadedMeter(Meter.New(customer, asset), null, []));
    }

    /// <summary>All meters of a customer, page by page: for what runs in the background.</summary>
    public async Task<IReadOnlyDictionary<AssetId, Meter>> All(CustomerId customer, CancellationToken cancellationToken)
    {
        var meters = new Dictionary<AssetId, Meter>();
        await foreach (var row in table.All(customer.Value, "m-", DataAlone, cancellationToken))
        {
            var meter = row.Read<Meter>(RowJson.Data);
            meters[meter.Asset] = meter;
        }

        return meters;
    }

    /// <summary>The archived readings before an instant, newest first: at most <paramref name="limit"/>; one range.</summary>
    public async Task<IReadOnlyList<MeterReading>> Archived(
        CustomerId customer, AssetId asset, DateTimeOffset before, int limit, CancellationToken cancellationToken)
    {
        // A row's key is its oldest reading: the first rows after the instant's key hold all that is older, and perhaps some that is not.
        var (prefix, rows) = (ArchiveOf(asset), (limit / Meter.ArchivedAtOnce) + 2);
        var found = await table.First(customer.Value, prefix, prefix + Newest(before), rows, DataAlone, cancellationToken);
        return [.. found.SelectMany(row => row.Read<MeterReading[]>(RowJson.Data)).Where(reading => reading.At < before).Take(limit)];
    }

    /// <summary>Creates or replaces meters without asking what is stored, for the import of demo data.</summary>
    public Task Save(CustomerId customer, IEnumerable<Meter> meters, CancellationToken cancellationToken) =>
        table.Import(meters.Select(RowOf), [], cancellationToken);

    /// <summary>Stores what a command has made of a meter, on condition that nobody has changed it since it was read.</summary>
    public static void Write(UnitOfWork unit, LoadedMeter before, Meter after)
    {
        var (kept, archived) = after.Archive();
        unit.Write(RowOf(kept), before.ETag, before.Commands);
        foreach (var readings in archived)
        {
            var key = ArchiveOf(after.Asset) + Newest(readings[^1].At);
            unit.Write(RowActions.Insert(new TableEntity(after.Customer.Value, key).With(RowJson.Data, RowJson.Text(readings))));
        }
    }

    private static TableEntity RowOf(Meter meter) =>
        new TableEntity(meter.Customer.Value, Key(meter.Asset)).With(RowJson.Data, RowJson.Text(meter));

    private static string Key(AssetId asset) => $"m-{asset}";

    private static string ArchiveOf(AssetId asset) => $"r-{asset}~";

    private static string Newest(DateTimeOffset at) => $"{DateTimeOffset.MaxValue.UtcTicks - at.UtcTicks:D19}";
}

/// <summary>A meter as it was read.</summary>
/// <param name="ETag">The row's; null where nothing was ever stored.</param>
/// <param name="Commands">See <see cref="CommandIds"/>.</param>
public sealed record LoadedMeter(Meter Meter, string? ETag, IReadOnlyList<Guid> Commands);
