using Dfm.Core.Accounts;
using Dfm.Core.Parc;
using Dfm.Testing;

namespace Dfm.Functions.Tests.Parc;

public sealed class AssetStoreTests(AzuriteFixture azurite)
{
    private static readonly AssetId B1 = AssetId.Parse("B1");

    [Fact]
    public async Task Find_KnowsTheCustomersOwnAssetsAlone()
    {
        var storage = await ParcStorage.Create(azurite.NewAccount());
        var asset = ParcStorage.Asset("B1") with { Contract = null, Location = "Où l'œil « voit »" };
        await storage.Write(asset);
        Assert.Equal(asset, await storage.Assets.Find(ParcStorage.Customer, B1, Stop));
        Assert.Null(await storage.Assets.Find(ParcStorage.Customer, AssetId.Parse("B2"), Stop));
        Assert.Null(await storage.Assets.Find(CustomerId.Parse("C2"), B1, Stop));
    }

    [Fact]
    public async Task Writing_TheSameAgain_ChangesNothing()
    {
        var storage = await ParcStorage.Create(azurite.NewAccount());
        Asset[] assets = [.. Enumerable.Range(0, 20).Select(n => ParcStorage.Asset($"B{n}"))];
        Assert.Equal(20, await storage.Write(assets));
        Assert.Equal(0, await storage.Write(assets));
        Assert.Equal(1, await storage.Write(assets.Append(ParcStorage.Asset("C1"))));
    }

    [Fact]
    public async Task MovedAsset_LeavesItsOldSite_KeepsItsOpenDits_AndLeavesNoRowBehind()
    {
        var storage = await ParcStorage.Create(azurite.NewAccount());
        var moved = ParcStorage.Asset("B1", "S2", AssetKind.It, serial: "XY-998877") with { Location = "Entrepôt", Contract = null };
        await storage.Write(moved);
        var keysOfMoved = await storage.Keys();

        await storage.Write(ParcStorage.Asset("B1", "S1"));
        await storage.Assets.ShowOpenDits(ParcStorage.Customer, B1, _ => Task.FromResult<IReadOnlyList<string>>(["7"]), Stop);
        await storage.Write(moved);

        Assert.Equal(keysOfMoved, await storage.Keys());
        Assert.Empty(await storage.ReadAll(ParcStorage.UserOf("S1"), new AssetFilter()));
        Assert.Empty(await storage.ReadAll(ParcStorage.Supervisor, new AssetFilter(AssetSearch.Parse("bureau"))));
        var shown = Assert.Single(await storage.ReadAll(ParcStorage.UserOf("S2"), new AssetFilter(AssetSearch.Parse("entrepot 8877"))));
        Assert.Equal(moved, shown.Asset);
        Assert.Equal(["7"], shown.OpenDits);
    }

    [Fact]
    public async Task OpenDits_AreShownWhereverTheAssetIs()
    {
        var storage = await ParcStorage.Create(azurite.NewAccount());
        await storage.Write(ParcStorage.Asset("B1"), ParcStorage.Asset("B2"));
        await storage.Assets.ShowOpenDits(ParcStorage.Customer, B1, _ => Task.FromResult<IReadOnlyList<string>>(["12", "7"]), Stop);
        AssetFilter[] filters =
        [
            new(), new(Site: SiteId.Parse("S1")), new(Kind: AssetKind.Printing), new(Site: SiteId.Parse("S1"), Kind: AssetKind.Printing),
            new(AssetSearch.Parse("ricoh")), new(AssetSearch.Parse("0001")),
        ];
        foreach (var filter in filters)
        {
            var shown = await storage.ReadAll(ParcStorage.Supervisor, filter);
            Assert.Equal(["B1: 12, 7", "B2: "], shown.Select(one => $"{one.Asset.Id}: {string.Join(", ", one.OpenDits)}"));
        }

        await storage.Assets.ShowOpenDits(ParcStorage.Customer, B1, _ => Task.FromResult<IReadOnlyList<string>>([]), Stop);
        Assert.Empty((await storage.Assets.FindShown(ParcStorage.Customer, B1, Stop))!.OpenDits);
    }

    [Fact]
    public async Task OpenDits_OfAnUnknownAsset_AreShownNowhere()
    {
        var storage = await ParcStorage.Create(azurite.NewAccount());
        await storage.Assets.ShowOpenDits(ParcStorage.Customer, B1, _ => Task.FromResult<IReadOnlyList<string>>(["7"]), Stop);
        Assert.Empty(await storage.Keys());
    }

    /// <summary>DITs open and close while the asset moves: in the end its rows tell the last truth and the last place.</summary>
    [Fact]
    public async Task OpenDits_ChangedByManyAtOnceWhileTheAssetMoves_EndWithTheTruth()
    {
        var storage = await ParcStorage.Create(azurite.NewAccount());
        await storage.Write(ParcStorage.Asset("B1"));
        var truth = new List<string>();
        var changes = Enumerable.Range(1, 24).Select(number => Task.Run(async () =>
        {
            lock (truth)
            {
                if (number % 3 == 0) truth.Clear();
                truth.Add($"{number}");
            }

            await storage.Assets.ShowOpenDits(ParcStorage.Customer, B1, _ => Task.FromResult(Truth()), Stop);
        }));
        var moves = Enumerable.Range(1, 12).Select(number => Task.Run(() => storage.Write(ParcStorage.Asset("B1", $"S{number % 4}"))));
        await Task.WhenAll(changes.Concat(moves));

        var site = (await storage.Assets.Find(ParcStorage.Customer, B1, Stop))!.Site;
        foreach (var filter in new[] { new AssetFilter(), new(Site: site), new(Kind: AssetKind.Printing), new(AssetSearch.Parse("ricoh")) })
        {
            var shown = Assert.Single(await storage.ReadAll(ParcStorage.Supervisor, filter));
            Assert.Equal(site, shown.Asset.Site);
            Assert.Equal(Truth(), shown.OpenDits);
        }

        IReadOnlyList<string> Truth()
        {
            lock (truth) return [.. truth];
        }
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
