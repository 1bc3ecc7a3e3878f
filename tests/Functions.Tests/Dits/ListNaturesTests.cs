using Dfm.Core.Dits;
using Dfm.Core.Parc;
using Dfm.Functions.Dits.Storage;
using Dfm.Functions.Storage;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.Functions.Tests.Dits;

public sealed class ListNaturesTests(AzuriteFixture azurite)
{
    private static readonly Nature Jam = new("bourrage", "Bourrage papier", [AssetKind.Printing], 2);
    private static readonly Nature Other = new("autre", "Autre demande", [AssetKind.Printing, AssetKind.It, AssetKind.Telecom], 9);
    private static readonly Nature Slow = new("poste-lent", "Poste informatique lent", [AssetKind.It], 5);

    [Fact]
    public async Task Natures_AreListedInTheirOrder_AndByKind()
    {
        await using var portal = await InProcessPortal.StartAsync(azurite.NewAccount());
        await portal.AddCustomer("C1", "S1");
        var client = portal.ClientOf((await portal.AddAccount("anne", "C1")).ToCaller());
        await portal.Services.GetRequiredService<INatureStore>().Save([Other, Slow, Jam], Stop);

        Assert.Equal("bourrage poste-lent autre", await Codes(client, ""));
        Assert.Equal("poste-lent autre", await Codes(client, "?kind=It"));
        Assert.Equal("autre", await Codes(client, "?kind=telecom"));
        using var bad = await client.GetAsync(new Uri("api/dit-natures?kind=Fax", UriKind.Relative), Stop);
        await bad.RefusesFields("kind");
    }

    [Fact]
    public async Task List_IsReadAgainAfterAMinute_AndNotBefore()
    {
        await using var proxy = await StorageProxy.StartAsync(azurite.NewAccount());
        await using var portal = await InProcessPortal.StartAsync(proxy.Account);
        var store = portal.Services.GetRequiredService<INatureStore>();
        var anotherInstance = new TableNatureStore(portal.Services.GetRequiredService<Azure.Data.Tables.TableServiceClient>(), portal.Clock);
        await store.Save([Jam, Slow], Stop);
        await store.List(Stop);
        await anotherInstance.Save([Jam, Other], Stop);

        var before = Asked();
        portal.Clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(["bourrage", "poste-lent"], (await store.List(Stop)).Select(nature => nature.Code));
        Assert.Equal(before, Asked());
        portal.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["bourrage", "autre"], (await store.List(Stop)).Select(nature => nature.Code));
        Assert.Equal(before + 1, Asked());

        int Asked() => proxy.Requests.Count(request => request.Resource == TableNames.Natures);
    }

    private static async Task<string> Codes(HttpClient client, string query) =>
        string.Join(' ', (await client.Get<Page<OfferedNature>>($"api/dit-natures{query}")).Items.Select(nature => nature.Code));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
