using Azure.Data.Tables;
using Dfm.Core.Meters;
using Dfm.Core.Parc;
using Dfm.Functions.Storage;

namespace Dfm.Functions.Meters.Storage;

/// <summary>
/// What readings are judged and asked by, in the table <c>Meters</c>: the counters that there are, in a partition that no customer can have;
/// in a customer's partition its contracts (<c>c-{number}</c>), who is responsible (<c>w-asset-{asset}</c>, <c>w-site-{site}</c>,
/// <c>w-customer</c>) and its own thresholds (<c>policy</c>).
/// </summary>
public sealed class TableMeterSettings(TableServiceClient tables)
{
    /// <summary>Begins the keys of who is responsible.</summary>
    public const string ResponsibleRows = "w-";

    private const string AllCounters = "~counters";
    private const string CounterRows = "counter-";
    private const string ContractRows = "c-";
    private const string PolicyRow = "policy";

    private readonly TableClient table = tables.GetTableClient(TableNames.Meters);

    /// <summary>The counters in display order; one range.</summary>
    public async Task<IReadOnlyList<Counter>> Counters(CancellationToken cancellationToken) =>
        [.. (await All<Counter>(AllCounters, CounterRows, cancellationToken)).Select(row => row.Value).OrderBy(counter => counter.Order)];

    /// <summary>The customer's thresholds; one point read.</summary>
    public async Task<MeterPolicy> Policy(CustomerId customer, CancellationToken cancellationToken) =>
        (await table.FindRow(customer.Value, PolicyRow, cancellationToken))?.Read<MeterPolicy>(RowJson.Data) ?? MeterPolicy.Default;

    /// <summary>The customer's contracts by number; one range.</summary>
    public async Task<IReadOnlyDictionary<string, Contract>> Contracts(CustomerId customer, CancellationToken cancellationToken) =>
        (await All<Contract>(customer.Value, ContractRows, cancellationToken)).ToDictionary(row => row.Value.Number, row => row.Value);

    /// <summary>Who is asked for the customer's readings; one range.</summary>
    public async Task<ReadingResponsibles> Responsibles(CustomerId customer, CancellationToken cancellationToken) =>
        new((await All<Responsible>(customer.Value, ResponsibleRows, cancellationToken)).ToDictionary(row => row.Key, row => row.Value));

    /// <summary>Creates or replaces counters, for the import.</summary>
    public Task Save(IEnumerable<Counter> counters, CancellationToken cancellationToken) => table.Import(
        counters.Select(counter => Row(AllCounters, CounterRows + counter.Code, counter)), [], cancellationToken);

    /// <summary>Creates or replaces a customer's contracts and responsible persons, for the import.</summary>
    public Task Save(
        CustomerId customer,
        IEnumerable<Contract> contracts,
        IEnumerable<(SiteId? Site, AssetId? Asset, Responsible Who)> responsibles,
        CancellationToken cancellationToken) => table.Import(
        contracts.Select(contract => Row(customer.Value, ContractRows + contract.Number, contract)).Concat(
            responsibles.Select(one => Row(customer.Value, ReadingResponsibles.KeyOf(one.Site, one.Asset), one.Who))),
        [],
        cancellationToken);

    private async Task<List<KeyValuePair<string, T>>> All<T>(string partition, string prefix, CancellationToken cancellationToken)
    {
        var found = new List<KeyValuePair<string, T>>();
        await foreach (var row in table.All(partition, prefix, null, cancellationToken))
            found.Add(new(row.RowKey, row.Read<T>(RowJson.Data)));
        return found;
    }

    private static TableEntity Row<T>(string partition, string key, T value) =>
        new TableEntity(partition, key).With(RowJson.Data, RowJson.Text(value));
}

/// <summary>A person who is asked for readings.</summary>
public sealed record Responsible(string Name, string Email);

/// <summary>Who is responsible for what, by the key of its row.</summary>
public sealed class ReadingResponsibles(IReadOnlyDictionary<string, Responsible> byKey)
{
    /// <summary>The asset's person, else the site's, else the customer's; null when there is none.</summary>
    public Responsible? For(Asset asset) =>
        byKey.GetValueOrDefault(KeyOf(null, asset.Id)) ?? byKey.GetValueOrDefault(KeyOf(asset.Site, null))
        ?? byKey.GetValueOrDefault(KeyOf(null, null));

    public static string KeyOf(SiteId? site, AssetId? asset) => (site, asset) switch
    {
        (_, { } one) => $"w-asset-{one}",
        ({ } all, null) => $"w-site-{all}",
        (null, null) => "w-customer",
    };
}
