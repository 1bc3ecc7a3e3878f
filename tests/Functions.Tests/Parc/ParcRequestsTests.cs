using System.Globalization;
using Dfm.Core.Accounts;
using Dfm.Core.Parc;
using Dfm.Functions.Parc.Storage;
using Dfm.Testing;

namespace Dfm.Functions.Tests.Parc;

/// <summary>What the parc asks of its storage: the same with ten assets and with thousands.</summary>
public sealed class ParcRequestsTests(AzuriteFixture azurite)
{
    private static readonly (string What, int Requests, Func<ParcStorage, Task> Do)[] Reads =
    [
        ("a supervisor's list", 1, parc => parc.Read(ParcStorage.Supervisor, new(), limit: 5)),
        ("a site's list", 1, parc => parc.Read(ParcStorage.Supervisor, new(Site: SiteId.Parse("S1")), limit: 5)),
        ("a kind's list", 1, parc => parc.Read(ParcStorage.Supervisor, new(Kind: AssetKind.It), limit: 3)),
        ("a user's list", 1, parc => parc.Read(ParcStorage.UserOf("S1", "S2"), new(), limit: 3)),
        ("a search for a serial number", 3, parc => parc.Read(ParcStorage.Supervisor, new(AssetSearch.Parse("sn0000007")))),
        ("a search for a serial number's end", 3, parc => parc.Read(ParcStorage.Supervisor, new(AssetSearch.Parse("00007 ricoh")))),
        ("a search that finds much", 1 + 5, parc => parc.Read(ParcStorage.Supervisor, new(AssetSearch.Parse("ricoh")), limit: 5)),
        ("one asset", 1, parc => parc.Assets.FindShown(ParcStorage.Customer, AssetId.Parse("B0000003"), default)),
        ("showing open DITs", 2, ShowOpenDits),
    ];

    [Theory]
    [InlineData(10)]
    // The list of a site holds half of them: more than a page of a query, which is 1,000 rows.
    [InlineData(4_400)]
    public async Task Requests_DoNotGrowWithTheParc(int assets)
    {
        var account = azurite.NewAccount();
        await (await ParcStorage.Create(account)).Write(Enumerable.Range(0, assets).Select(n =>
            NumberedAsset(n) with { Location = n == assets - 1 ? "Quai" : "" }));
        await using var proxy = await StorageProxy.StartAsync(account);
        var parc = await ParcStorage.Create(proxy.Account);
        foreach (var (what, expected, act) in Reads)
        {
            var before = proxy.Requests.Count;
            await act(parc);
            var requests = proxy.Requests.Skip(before).ToList();
            Assert.True(requests.Count == expected, $"{what}: {string.Join("; ", requests)}");
            Assert.All(requests, request => Assert.True(request.NamesItsKeys, $"{what}: {request}"));
        }

        // A search that finds little among much gives a page with what it found so far, instead of reading on.
        var rare = new AssetFilter(AssetSearch.Parse("multifonction quai"));
        var start = proxy.Requests.Count;
        await parc.Read(ParcStorage.Supervisor, rare);
        Assert.InRange(proxy.Requests.Count - start, 1, TableAssetPages.MaxRequests + 1);
        Assert.Equal(assets - 1, int.Parse(Assert.Single(await parc.ReadAll(ParcStorage.Supervisor, rare)).Asset.Id.Value[1..], null));
    }

    private static Task ShowOpenDits(ParcStorage parc) => parc.Assets.ShowOpenDits(
        ParcStorage.Customer, AssetId.Parse("B0000003"), _ => Task.FromResult<IReadOnlyList<string>>(["1"]), default);

    private static Asset NumberedAsset(int n) => ParcStorage.Asset(
        string.Create(CultureInfo.InvariantCulture, $"B{n:d7}"),
        $"S{n % 2 + 1}",
        n % 2 == 0 ? AssetKind.Printing : AssetKind.It,
        string.Create(CultureInfo.InvariantCulture, $"SN{n:d7}")) with
    { Model = "", Designation = "Multifonction", Contract = null };
}
