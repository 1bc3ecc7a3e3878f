using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Dfm.Core.Accounts;
using Dfm.Core.Carts;
using Dfm.Core.Catalogue;
using Dfm.Core.Parc;
using Dfm.Functions.Carts.Responses;
using Dfm.Functions.Carts.Storage;
using Dfm.Functions.Parc.Storage;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Functions.Tests.Parc;
using Dfm.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.Functions.Tests.Carts;

/// <summary>« Mon panier » (manual, chapter 5): what somebody wants, kept until it is ordered.</summary>
public sealed class CartTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const string FiftyOne = "012345678901234567890123456789012345678901234567890";

    private StorageProxy proxy = null!;
    private InProcessPortal portal = null!;
    private HttpClient supervisor = null!;
    private HttpClient user = null!;

    public async ValueTask InitializeAsync()
    {
        proxy = await StorageProxy.StartAsync(azurite.NewAccount());
        portal = await InProcessPortal.StartAsync(proxy.Account);
        await portal.AddCustomer("C1", "S1", "S2");
        supervisor = portal.ClientOf((await portal.AddAccount("anne", "C1")).ToCaller());
        user = portal.ClientOf((await portal.AddAccount("bruno", "C1", "S1")).ToCaller());
        Asset[] assets =
        [
            .. Enumerable.Range(1, Cart.MaxAssets + 1).Select(n => ParcStorage.Asset($"B{n}", n == 2 ? "S2" : "S1")),
            ParcStorage.Asset("E1", "S1") with { Make = "Epson", Model = "DS-790WN" },
        ];
        await portal.Services.GetRequiredService<AssetWriter>().Write(assets, null, Stop);
        ModelKey.TryMake("Ricoh", "IM C3010", out var model);
        await portal.Services.GetRequiredService<IConsumableStore>().Save(
            [
                new(Consumable("T-K", ConsumableColour.Black, new(1, 6, 1)), [model]),
                new(Consumable("AGR", null, new(2, 10, 2)), [model]),
            ],
            Stop);
    }

    public async ValueTask DisposeAsync()
    {
        await portal.DisposeAsync();
        await proxy.DisposeAsync();
    }

    [Fact]
    public async Task Cart_KeepsWhatIsWantedForEachAsset_WithCommentAndReference()
    {
        await Fill(user, "B3", Wanted("T-K", 2, 1));
        portal.Clock.Advance(TimeSpan.FromMinutes(5));
        using var filled = await Enter(user, "B1", new
        {
            lines = new[] { Line("AGR", 4, 0), Line("T-K", 1, 0) },
            comment = "  Code 4512, bâtiment B\r\nPorte 3  ",
            customerReference = "BC-2026-118",
        });

        var cart = await user.Get("api/cart");
        Assert.True(JsonElement.DeepEquals(await filled.Json(), cart));
        Assert.Equal("B1 B3", Assets(await Read(user)));
        const string expected = """
            {"asset":{"id":"B1","make":"Ricoh","model":"IM C3010","designation":"Multifonction couleur","serialNumber":"SN000001",
             "location":"2e étage, bureau 21","contract":"CTR-2024-0117"},"site":{"id":"S1","name":"Site S1"},
             "lines":[{"reference":"AGR","designation":"Consommable","colour":null,"included":true,"price":null,"quantity":4,"stock":0},
             {"reference":"T-K","designation":"Consommable","colour":"Black","included":true,"price":null,"quantity":1,"stock":0}],
             "comment":"Code 4512, bâtiment B\nPorte 3","customerReference":"BC-2026-118","changedAt":"AT","warnings":[]}
            """;
        var first = cart.GetProperty("items")[0];
        var changedAt = first.GetProperty("changedAt").GetString()!;
        Assert.Equal(portal.Clock.GetUtcNow(), DateTimeOffset.Parse(changedAt, null));
        Assert.True(
            JsonElement.DeepEquals(JsonElement.Parse(expected.Replace("AT", changedAt, StringComparison.Ordinal)), first),
            first.GetRawText());
    }

    [Fact]
    public async Task EnteringAgain_TakesThePlaceOfWhatWasThere_AndTheVersionTellsEveryChange()
    {
        var versions = new List<string> { (await Read(user)).Version, (await Fill(user, "B1", Wanted("T-K", 2, 1))).Version };
        versions.Add((await Fill(user, "B1", Wanted("AGR", 2, 0))).Version);
        var cart = await Read(user);
        Assert.Equal(versions[^1], cart.Version);
        Assert.Equal("AGR", Assert.Single(cart.Items[0].Lines).Reference.Value);
        versions.Add((await Fill(user, "B3", Wanted("T-K", 1, 0))).Version);
        Assert.Equal(HttpStatusCode.NoContent, await Remove(user, "B1"));
        cart = await Read(user);
        Assert.Equal("B3", Assets(cart));
        versions.Add(cart.Version);
        Assert.Equal(versions.Count, versions.Distinct().Count());

        Assert.Equal(HttpStatusCode.NoContent, await Remove(user, "B3"));
        Assert.Equal(versions[0], (await Read(user)).Version);
    }

    [Fact]
    public async Task Cart_IsItsOwnersAlone_AndShowsOnlyTheSitesThatTheOwnerMaySee()
    {
        await Fill(supervisor, "B2", Wanted("T-K", 1, 0));
        await Fill(user, "B1", Wanted("T-K", 1, 0));
        Assert.Equal("B2", Assets(await Read(supervisor)));
        Assert.Equal("B1", Assets(await Read(user)));

        // Now a user of the second site alone.
        var moved = portal.ClientOf((await portal.AddAccount("bruno", "C1", "S2")).ToCaller());
        Assert.Equal("", Assets(await Read(moved)));
    }

    [Fact]
    public async Task StockThatIsPlenty_IsSaid_AndNothingChanges()
    {
        var cart = await Fill(user, "B1", new { lines = new[] { Line("T-K", 2, 3), Line("AGR", 2, 1) } });
        var warning = Assert.Single(cart.Items[0].Warnings);
        Assert.Equal(("T-K", "stock-plenty"), (warning.Reference.Value, warning.Code));
        Assert.Equal(2, cart.Items[0].Lines[0].Quantity);
    }

    [Theory]
    [InlineData("""{"lines":[{"reference":"T-K","quantity":-1,"stock":0}]}""", "lines[0].quantity")]
    [InlineData("""{"lines":[{"reference":"T-K","quantity":0,"stock":0}]}""", "lines[0].quantity")]
    [InlineData("""{"lines":[{"reference":"T-K","quantity":7,"stock":0}]}""", "lines[0].quantity")]
    [InlineData("""{"lines":[{"reference":"T-K","quantity":99999999999999999999,"stock":0}]}""", "lines[0].quantity")]
    [InlineData("""{"lines":[{"reference":"T-K","quantity":1e99,"stock":0}]}""", "lines[0].quantity")]
    [InlineData("""{"lines":[{"reference":"T-K","quantity":1.5,"stock":0}]}""", "lines[0].quantity")]
    [InlineData("""{"lines":[{"reference":"T-K","quantity":"1","stock":0}]}""", "lines[0].quantity")]
    [InlineData("""{"lines":[{"reference":"T-K","stock":0}]}""", "lines[0].quantity")]
    [InlineData("""{"lines":[{"reference":"AGR","quantity":3,"stock":0}]}""", "lines[0].quantity")]
    [InlineData("""{"lines":[{"reference":"T-K","quantity":1}]}""", "lines[0].stock")]
    [InlineData("""{"lines":[{"reference":"T-K","quantity":1,"stock":-1}]}""", "lines[0].stock")]
    [InlineData("""{"lines":[{"reference":"T-K","quantity":1,"stock":0.5}]}""", "lines[0].stock")]
    [InlineData("""{"lines":[{"reference":"T-X","quantity":1,"stock":0}]}""", "lines[0].reference")]
    [InlineData("""{"lines":[{"quantity":1,"stock":0}]}""", "lines[0].reference")]
    [InlineData("""{"lines":[null]}""", "lines[0].reference")]
    [InlineData(
        """{"lines":[{"reference":"T-K","quantity":1,"stock":0},{"reference":"T-K","quantity":1,"stock":0}]}""", "lines[1].reference")]
    [InlineData("""{"lines":[{"reference":"T-K","quantity":1,"stock":0,"price":0}]}""", "lines[0].price")]
    [InlineData("""{"lines":[]}""", "lines")]
    [InlineData("{}", "lines")]
    [InlineData("""{"lines":[{"reference":"T-K","quantity":1,"stock":0}],"comment":"LONG"}""", "comment")]
    [InlineData("""{"lines":[{"reference":"T-K","quantity":1,"stock":0}],"comment":"a\u0007b"}""", "comment")]
    [InlineData("""{"lines":[{"reference":"T-K","quantity":1,"stock":0}],"customerReference":"FIFTY-ONE"}""", "customerReference")]
    public async Task WrongField_IsNamed_AndNothingIsKept(string body, string field)
    {
        var text = body.Replace("LONG", new string('é', 5000), StringComparison.Ordinal)
            .Replace("FIFTY-ONE", FiftyOne, StringComparison.Ordinal);
        using var content = new StringContent(text, Encoding.UTF8, "application/json");
        using var answer = await user.PutAsync(new Uri("api/cart/assets/B1", UriKind.Relative), content, Stop);
        await answer.RefusesFields(field);
        Assert.Equal("", Assets(await Read(user)));
    }

    [Theory]
    [InlineData("B2", HttpStatusCode.NotFound, "asset-not-found")]
    [InlineData("B999", HttpStatusCode.NotFound, "asset-not-found")]
    [InlineData("E1", HttpStatusCode.BadRequest, "validation-failed")]
    public async Task AssetOfAnotherSite_OrWithoutConsumables_CannotBeOrderedFor(string asset, HttpStatusCode status, string code)
    {
        using var answer = await Enter(user, asset, Wanted("T-K", 1, 0));
        await answer.IsProblem(status, code);
        using var nothing = await user.DeleteAsync(new Uri($"api/cart/assets/{asset}", UriKind.Relative), Stop);
        await nothing.IsProblem(HttpStatusCode.NotFound, "cart-item-not-found");
    }

    [Fact]
    public async Task FullCart_TakesNoFurtherAsset_ButStillChanges()
    {
        foreach (var n in Enumerable.Range(1, Cart.MaxAssets)) await Fill(supervisor, $"B{n}", Wanted("T-K", 1, 0));

        using var answer = await Enter(supervisor, $"B{Cart.MaxAssets + 1}", Wanted("T-K", 1, 0));
        await answer.IsProblem(HttpStatusCode.Conflict, "cart-full");
        var cart = await Fill(supervisor, "B1", Wanted("T-K", 5, 0));
        Assert.Equal(Cart.MaxAssets, cart.Items.Count);
    }

    [Fact]
    public async Task Cart_KeepsTheIdsOfItsLastCommands_TheLatestFirst_AndNoMore()
    {
        var (customer, owner) = (CustomerId.Parse("C1"), UserId.Parse("bruno"));
        var carts = portal.Services.GetRequiredService<TableCartStore>();
        var latest = new List<Guid>();
        for (var time = 0; time < 20; time++)
        {
            await Fill(user, "B1", Wanted("T-K", 1 + (time % 5), 0));
            latest.Insert(0, (await carts.Load(customer, owner, Stop)).Commands[0]);
        }

        Assert.Equal(latest.Take(16), (await carts.Load(customer, owner, Stop)).Commands);
        Assert.Equal(20, latest.Distinct().Count());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(Cart.MaxAssets)]
    public async Task Requests_AreOneForEachAssetInTheCart_AndAFewMore(int assets)
    {
        foreach (var n in Enumerable.Range(1, assets)) await Fill(supervisor, $"B{n}", Wanted("T-K", 1, 0));

        // The first one of each reads the person's rights.
        var histories = Enumerable.Repeat("Query", assets);
        Assert.Equal(["Get", "Get", "Get", .. histories], await RequestsOf(() => Read(supervisor)));
        Assert.Equal(
            ["Get", "Get", "Get", "Get", "Query", "Query", .. histories, "Transaction"],
            (await RequestsOf(() => Fill(supervisor, "B1", Wanted("T-K", 2, 0)))).Order());
        Assert.Equal(["Get", "Get", "Transaction"], await RequestsOf(() => Remove(supervisor, "B1")));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static Consumable Consumable(string reference, ConsumableColour? colour, QuantityBounds quantities) => new(
        ConsumableReference.Parse(reference), "Consommable", colour, null, IsInContracts: true, 59.90m, quantities, null);

    private static object Line(string reference, int quantity, int stock) => new { reference, quantity, stock };

    private static object Wanted(string reference, int quantity, int stock) => new { lines = new[] { Line(reference, quantity, stock) } };

    private static string Assets(CartResponse cart) => string.Join(' ', cart.Items.Select(item => item.Asset.Id));

    private static Task<HttpResponseMessage> Enter(HttpClient client, string asset, object form) =>
        client.PutAsJsonAsync($"api/cart/assets/{asset}", form, Stop);

    private static async Task<CartResponse> Fill(HttpClient client, string asset, object form)
    {
        using var answer = await Enter(client, asset, form);
        return await answer.Read<CartResponse>(HttpStatusCode.OK);
    }

    private static Task<CartResponse> Read(HttpClient client) => client.Get<CartResponse>("api/cart");

    private static async Task<HttpStatusCode> Remove(HttpClient client, string asset)
    {
        using var answer = await client.DeleteAsync(new Uri($"api/cart/assets/{asset}", UriKind.Relative), Stop);
        return answer.StatusCode;
    }

    private async Task<IReadOnlyList<string>> RequestsOf(Func<Task> act)
    {
        var before = proxy.Requests.Count;
        await act();
        var requests = proxy.RequestsOfCalls(before);
        Assert.All(requests, request => Assert.True(request.NamesItsKeys, request.ToString()));
        return [.. requests.Select(request => request.Operation)];
    }
}
