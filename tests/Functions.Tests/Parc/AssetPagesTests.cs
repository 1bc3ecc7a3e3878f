using CsCheck;
using Dfm.Core.Accounts;
using Dfm.Core.Parc;
using Dfm.Functions.Parc.Storage;
using Dfm.Testing;

namespace Dfm.Functions.Tests.Parc;

public sealed class AssetPagesTests(AzuriteFixture azurite)
{
    private static readonly string[] Sites = ["S1", "S-2", "S_3", "S", "Z9"];

    /// <summary>Assets that share beginnings of words and ends of serial numbers, on sites whose codes begin alike.</summary>
    private static readonly Asset[] Assets = [.. Enumerable.Range(0, 70).Select(n => ParcStorage.Asset(
        $"{(n % 2 == 0 ? "B" : "b-")}{n}", Sites[n * 7 % 4], (AssetKind)(n % 3), $"{n % 9}AB{n % 5}1234{n % 2}") with
    {
        Make = n % 4 == 0 ? "Kyocera" : "Ricoh",
        Designation = n % 3 == 0 ? "Imprimante d'étiquettes" : "Imprimerie numérique, imprimeur",
        Location = $"Étage {n % 6}, bureau {n % 10}",
        Contract = n % 8 == 0 ? null : $"CTR-2024-0{n % 3}17",
    })];

    private static readonly Gen<string?> AnySearch = Gen.OneOf(
        Gen.Const((string?)null),
        Gen.Select(
            Gen.OneOf("impr", "imprimante", "IMPRIMERIE", "étage", "e", "1", "12340", "2341", "ab", "b", "ctr", "0117", "ricoh", "zebra"),
            Gen.OneOf("", "", "kyo", "bureau", "3", "imprimeur", "12341")).Select((one, two) => (string?)$"{one} {two}"));

    private static readonly Gen<AssetFilter> AnyFilter = Gen.Select(
        AnySearch,
        Gen.OneOf(Gen.Const((string?)null), Gen.OneOf<string?>(Sites)),
        Gen.OneOf(Gen.Const((AssetKind?)null), Gen.OneOf<AssetKind?>(AssetKind.Printing, AssetKind.It, AssetKind.Telecom)),
        (search, site, kind) => new AssetFilter(AssetSearch.Parse(search), site is null ? null : SiteId.Parse(site), kind));

    private static readonly Gen<Caller> AnyCaller = Gen.OneOf(
        Gen.Const(ParcStorage.Supervisor),
        Gen.Shuffle(Sites, 0, Sites.Length).Select(sites => ParcStorage.UserOf(sites)));

    [Fact]
    public async Task Pages_ShowEachAssetThatTheCallerMaySeeAndTheFilterLetsThrough_ExactlyOnce()
    {
        var storage = await ParcStorage.Create(azurite.NewAccount());
        await storage.Write(Assets);
        await storage.Write(Assets.Select(asset => asset with { Customer = CustomerId.Parse("C2") }));

        await Gen.Select(AnyCaller, AnyFilter, Gen.Int[1, 12]).SampleAsync(
            async (caller, filter, limit) =>
            {
                if (filter.Site is { } site && !caller.MaySee(site)) return;
                var shown = await storage.ReadAll(caller, filter, limit);
                var inOrder = shown.Select(one => one.Asset).OrderBy(asset => asset.Id.Value, StringComparer.Ordinal);
                Assert.Equal(Expected(caller, filter), inOrder);
                Assert.All(shown, one => Assert.Equal(ParcStorage.Customer, one.Asset.Customer));
            },
            iter: 120,
            threads: 4);
    }

    [Fact]
    public async Task Lists_AreOrderedByAsset_AndForSitesBySiteFirst()
    {
        var storage = await ParcStorage.Create(azurite.NewAccount());
        await storage.Write(Assets);
        var all = await storage.ReadAll(ParcStorage.Supervisor, new AssetFilter(), limit: 9);
        Assert.Equal(Assets.Select(asset => asset.Id.Value).Order(StringComparer.Ordinal), all.Select(shown => shown.Asset.Id.Value));
        var ofSites = await storage.ReadAll(ParcStorage.UserOf("S1", "S"), new AssetFilter(), limit: 9);
        Assert.Equal(["S", "S1"], ofSites.Select(shown => shown.Asset.Site.Value).Distinct());
    }

    [Theory]
    [InlineData("a")]
    [InlineData("not base64 !")]
    [InlineData("")]
    [InlineData("cy1TMX5C")] // s-S1~B: a row of another list
    [InlineData("w6k")] // é
    [InlineData("YS0A")] // a- and a NUL
    public async Task Cursor_ThatThisListDidNotGive_IsRefused(string cursor)
    {
        var storage = await ParcStorage.Create(azurite.NewAccount());
        var page = await storage.Pages.Read(ParcStorage.Supervisor, new AssetFilter(), cursor, 10, TestContext.Current.CancellationToken);
        Assert.Equal("bad-cursor", page.Problem?.Code);
    }

    [Fact]
    public async Task Cursor_OfAnotherUsersSite_IsRefused()
    {
        var storage = await ParcStorage.Create(azurite.NewAccount());
        await storage.Write(Assets);
        var page = await storage.Read(ParcStorage.UserOf("S1"), new AssetFilter(), limit: 1);
        var other = await storage.Pages.Read(
            ParcStorage.UserOf("S-2"), new AssetFilter(), page.NextCursor, 10, TestContext.Current.CancellationToken);
        Assert.Equal("bad-cursor", other.Problem?.Code);
    }

    [Fact]
    public async Task UserOfManySites_GetsThemAll_ThoughAPageReadsAFewOnly()
    {
        var storage = await ParcStorage.Create(azurite.NewAccount());
        var sites = Enumerable.Range(100, 2 * TableAssetPages.MaxRequests + 5).Select(n => $"S{n}").ToArray();
        await storage.Write(ParcStorage.Asset("B1", sites[^1]), ParcStorage.Asset("B2", sites[3]));
        var shown = await storage.ReadAll(ParcStorage.UserOf(sites), new AssetFilter());
        Assert.Equal(["B2", "B1"], shown.Select(one => one.Asset.Id.Value));
    }

    private static IEnumerable<Asset> Expected(Caller caller, AssetFilter filter) => Assets
        .Where(asset => caller.MaySee(asset.Site))
        .Where(asset => filter.Site is null || filter.Site == asset.Site)
        .Where(asset => filter.Kind is null || filter.Kind == asset.Kind)
        .Where(asset => filter.Search is null || filter.Search.Matches(AssetWords.Of(asset)))
        .OrderBy(asset => asset.Id.Value, StringComparer.Ordinal);
}
