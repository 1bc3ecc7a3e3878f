using System.Net;
using System.Text.Json;
using Dfm.Core.Catalogue;
using Dfm.Core.Parc;
using Dfm.Functions.Parc.Storage;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Functions.Tests.Parc;
using Dfm.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.Functions.Tests.Catalogue;

/// <summary>« Commander des consommables » (manual, chapter 5): what can be ordered for a piece of equipment.</summary>
public sealed class ConsumablesTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private static readonly CatalogueEntry Black = Entry("T-K", ["Ricoh/IM C3010", "Ricoh/IM C2010"], ConsumableColour.Black);
    private static readonly CatalogueEntry Cyan = Entry("T-C", ["Ricoh/IM C3010"], ConsumableColour.Cyan);

    private static readonly CatalogueEntry Staples = new(
        new Consumable(
            ConsumableReference.Parse("AGR"), "Agrafes, boîte de 5 000", null, null, IsInContracts: false, 42.50m, new(2, 10, 2),
            new Uri("https://images.dfm.example.com/agr.png")),
        [Model("Ricoh/im-c3010")]);

    private StorageProxy proxy = null!;
    private InProcessPortal portal = null!;
    private HttpClient user = null!;

    public async ValueTask InitializeAsync()
    {
        proxy = await StorageProxy.StartAsync(azurite.NewAccount());
        portal = await InProcessPortal.StartAsync(proxy.Account);
        await portal.AddCustomer("C1", "S1", "S2");
        user = portal.ClientOf((await portal.AddAccount("bruno", "C1", "S1")).ToCaller());
        Asset[] assets =
        [
            ParcStorage.Asset("B1", "S1"),
            ParcStorage.Asset("B2", "S1") with { Contract = null },
            ParcStorage.Asset("B3", "S1") with { Make = "Epson", Model = "DS-790WN" },
            ParcStorage.Asset("B4", "S2"),
        ];
        await portal.Services.GetRequiredService<AssetWriter>().Write(assets, null, Stop);
    }

    public async ValueTask DisposeAsync()
    {
        await portal.DisposeAsync();
        await proxy.DisposeAsync();
    }

    [Fact]
    public async Task Consumables_OfAnAsset_AreThoseOfItsModel_InTheCataloguesOrder()
    {
        await Save(Black, Staples, Cyan);

        const string expected = """
            {"notice":null,"items":[
            {"reference":"T-K","designation":"Toner","colour":"Black","yield":31000,"included":true,"price":null,
             "quantities":{"minimum":1,"maximum":6,"pack":1},"picture":null,"lastOrder":null,"onTheWay":[]},
            {"reference":"AGR","designation":"Agrafes, boîte de 5 000","colour":null,"yield":null,"included":false,"price":42.50,
             "quantities":{"minimum":2,"maximum":10,"pack":2},"picture":"https://images.dfm.example.com/agr.png",
             "lastOrder":null,"onTheWay":[]},
            {"reference":"T-C","designation":"Toner","colour":"Cyan","yield":31000,"included":true,"price":null,
             "quantities":{"minimum":1,"maximum":6,"pack":1},"picture":null,"lastOrder":null,"onTheWay":[]}]}
            """;
        var answer = await user.Get("api/assets/B1/consumables");
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(expected), answer), answer.GetRawText());
    }

    [Fact]
    public async Task WithoutContract_WhatContractsInclude_HasItsPrice()
    {
        await Save(Black);
        var toner = Assert.Single((await Get("B2")).Items);
        Assert.Equal((false, 59.90m), (toner.Included, toner.Price));
    }

    [Fact]
    public async Task AssetThatNeedsNone_SaysSo()
    {
        await Save(Black);
        var answer = await Get("B3");
        Assert.Empty(answer.Items);
        Assert.Equal("Aucun consommable n'est prévu pour ce bien.", answer.Notice);
    }

    [Theory]
    [InlineData("B4")]
    [InlineData("B9")]
    [InlineData("a%20b")]
    public async Task AssetOfAnotherSite_OrOfNone_IsNotFound(string asset)
    {
        using var answer = await user.GetAsync(new Uri($"api/assets/{asset}/consumables", UriKind.Relative), Stop);
        await answer.IsProblem(HttpStatusCode.NotFound, "asset-not-found");
    }

    [Fact]
    public async Task Import_ReplacesTheCatalogue_AndChangesNothingTheSecondTime()
    {
        Assert.Equal(3, await Save(Black, Staples, Cyan));
        Assert.Equal(0, await Save(Black, Staples, Cyan));

        var dearer = Black with { Consumable = Black.Consumable with { Price = 61m }, Models = [Model("Ricoh/IM C3010")] };
        Assert.Equal(1, await Save(dearer, Staples));

        Assert.Equal("T-K AGR", await References("B1"));
        Assert.Equal(61m, (await Get("B2")).Items[0].Price);
        Assert.Empty(await Store.Fitting(Model("Ricoh/IM C2010"), Stop));
        await Save();
        Assert.Equal("", await References("B1"));
    }

    [Theory]
    [InlineData(2)]
    // More than a page of a query, which is 1,000 rows.
    [InlineData(1_100)]
    public async Task List_TakesFourRequests_HoweverLargeTheCatalogueIs(int entries)
    {
        await Save([Black, .. Enumerable.Range(1, entries - 1).Select(n => Entry($"T-{n}", [$"Make {n % 40}/Model {n}"], null))]);
        var before = proxy.Requests.Count;

        await Get("B1");

        var requests = proxy.RequestsOfCalls(before);
        // The first one reads the person's rights, before anything else.
        Assert.Equal(["Get", "Get", "Query", "Query"], requests.Select(request => request.Operation));
        Assert.All(requests, request => Assert.True(request.NamesItsKeys, request.ToString()));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private IConsumableStore Store => portal.Services.GetRequiredService<IConsumableStore>();

    private static CatalogueEntry Entry(string reference, string[] models, ConsumableColour? colour) => new(
        new Consumable(ConsumableReference.Parse(reference), "Toner", colour, 31000, IsInContracts: true, 59.90m, new(1, 6, 1), null),
        [.. models.Select(Model)]);

    private static ModelKey Model(string makeAndModel)
    {
        var parts = makeAndModel.Split('/');
        Assert.True(ModelKey.TryMake(parts[0], parts[1], out var model));
        return model;
    }

    private Task<int> Save(params CatalogueEntry[] entries) => Store.Save(entries, Stop);

    private async Task<string> References(string asset) => string.Join(' ', (await Get(asset)).Items.Select(item => item.Reference));

    private Task<ConsumablesResponse> Get(string asset) => user.Get<ConsumablesResponse>($"api/assets/{asset}/consumables");
}
