using Azure.Data.Tables;
using Dfm.Core.Accounts;
using Dfm.Core.Parc;
using Dfm.Functions.Parc.Storage;
using Dfm.Functions.Storage;
using Dfm.Testing;

namespace Dfm.Functions.Tests.Parc;

/// <summary>The parc's stores over a storage account, and assets to put into them.</summary>
internal sealed class ParcStorage
{
    public static readonly CustomerId Customer = CustomerId.Parse("C1");

    private ParcStorage(TableServiceClient tables)
    {
        Table = tables.GetTableClient(TableNames.Parc);
        Assets = new TableAssetStore(tables);
        Pages = new TableAssetPages(tables, Assets);
        Writer = new AssetWriter(tables);
    }

    public TableClient Table { get; }

    public TableAssetStore Assets { get; }

    public TableAssetPages Pages { get; }

    public AssetWriter Writer { get; }

    public static Caller Supervisor { get; } = CallerOf(Profile.Supervisor);

    public static Caller UserOf(params string[] sites) => CallerOf(Profile.User, sites);

    public static async Task<ParcStorage> Create(StorageAccount account)
    {
        var storage = new ParcStorage(new TableServiceClient(account.ConnectionString));
        await storage.Table.CreateIfNotExistsAsync(Stop);
        return storage;
    }

    public static Asset Asset(string id, string site = "S1", AssetKind kind = AssetKind.Printing, string serial = "SN000001") => new(
        AssetId.Parse(id), Customer, SiteId.Parse(site), $"Site {site}", kind, "Ricoh", "IM C3010", "Multifonction couleur",
        serial, "2e étage, bureau 21", "CTR-2024-0117", kind is AssetKind.Printing);

    public Task<int> Write(params IEnumerable<Asset> assets) => Writer.Write(assets, null, Stop);

    public async Task<AssetPage> Read(Caller caller, AssetFilter filter, string? cursor = null, int limit = 50) =>
        (await Pages.Read(caller, filter, cursor, limit, Stop)).Value;

    /// <summary>All pages of a list, one after the other.</summary>
    public async Task<List<ShownAsset>> ReadAll(Caller caller, AssetFilter filter, int limit = 50)
    {
        var all = new List<ShownAsset>();
        string? cursor = null;
        do
        {
            var page = await Read(caller, filter, cursor, limit);
            Assert.True(page.Items.Count <= limit);
            all.AddRange(page.Items);
            cursor = page.NextCursor;
        }
        while (cursor is not null);
        return all;
    }

    /// <summary>The keys of all rows of the customer.</summary>
    public async Task<List<string>> Keys()
    {
        var keys = new List<string>();
        var rows = Table.QueryAsync<TableEntity>($"PartitionKey eq '{Customer}'", cancellationToken: Stop);
        await foreach (var row in rows) keys.Add(row.RowKey);
        return keys;
    }

    private static Caller CallerOf(Profile profile, params string[] sites) => new(
        UserId.Parse("u1"), Customer, "Anne", "anne@example.com", profile, [.. sites.Order(StringComparer.Ordinal).Select(SiteId.Parse)]);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
