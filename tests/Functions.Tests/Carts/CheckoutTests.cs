using System.Net;
using System.Text;
using Azure.Data.Tables;
using Dfm.Core.Accounts;
using Dfm.Core.Carts;
using Dfm.Core.Orders;
using Dfm.Core.Parc;
using Dfm.Functions.Carts.Storage;
using Dfm.Functions.Catalogue.Responses;
using Dfm.Functions.Commands;
using Dfm.Functions.Storage;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Functions.Tests.Orders;
using Dfm.Testing;
using Microsoft.Extensions.DependencyInjection;
using static Dfm.Functions.Tests.Orders.OrderPortal;

namespace Dfm.Functions.Tests.Carts;

/// <summary>« Valider le panier » (manual, chapter 5): the cart becomes orders, all of it or nothing.</summary>
public sealed class CheckoutTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private OrderPortal portal = null!;

    public async ValueTask InitializeAsync() => portal = await OrderPortal.StartAsync(azurite.NewAccount());

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Fact]
    public async Task Checkout_MakesOneOrderForEachSiteAndComment_AndEmptiesTheCart()
    {
        await Filled(portal.Supervisor, "p1", [Line("T-K", 2, 1), Line("AGR", 2)], "Code 4512", "BC-1");
        await Filled(portal.Supervisor, "p2", [Line("T-C", 1)], "Code 4512");
        var cart = await Filled(portal.Supervisor, "p3", [Line("T-K", 1)], "Code 4512", "BC-3");

        var orders = await OrderedCart(portal.Supervisor, cart);

        Assert.Equal(2, orders.Count);
        var first = orders[0];
        Assert.Equal((OrderState.ExternalEntry, "Saisie externe"), (first.State, first.StateLabel));
        Assert.Equal((SiteId.Parse("s1"), "Code 4512"), (first.Site.Id, first.Comment));
        Assert.Equal(["p1 BC-1", "p3 BC-3"], first.Assets.Select(one => $"{one.Asset.Id} {one.CustomerReference}"));
        Assert.Equal(
            ["1 p1 T-K 2 1", "2 p1 AGR 2 0", "3 p3 T-K 1 0"],
            first.Lines.Select(line => $"{line.Number} {line.Asset} {line.Reference} {line.Quantity} {line.Stock}"));
        Assert.True(first.Cancellation.Open);
        Assert.Equal(SiteId.Parse("s2"), orders[1].Site.Id);
        Assert.Empty((await CartOf(portal.Supervisor)).Items);
        foreach (var order in orders) Assert.Equal([$"order-{order.Number}-1-Placed"], await portal.MailsOf(order.Number, 1));
    }

    [Fact]
    public async Task OtherComments_AreOtherDeliveries()
    {
        await Filled(portal.User, "p1", [Line("T-K", 1)], "Bâtiment A");
        var cart = await Filled(portal.User, "p3", [Line("T-K", 1)], "Bâtiment B");

        Assert.Equal(2, (await OrderedCart(portal.User, cart)).Count);
    }

    [Fact]
    public async Task TheSameKey_GetsTheFirstAnswerAgain_AndOrdersOnce()
    {
        var version = (await Filled(portal.User, "p1", [Line("T-K", 1)])).Version;

        using var first = await Checkout(portal.User, version, "key-1");
        using var again = await Checkout(portal.User, version, "key-1");
        using var other = await Checkout(portal.User, "", "key-1");

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (first.StatusCode, again.StatusCode));
        Assert.Equal(await first.Content.ReadAsStringAsync(Stop), await again.Content.ReadAsStringAsync(Stop));
        await other.IsProblem(HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");
        Assert.Single(await Orders(portal.User));
    }

    [Fact]
    public async Task CheckedOutTwiceAtOnce_WithTheSameKey_OrdersOnce_AndBothAnswersAreTheSame()
    {
        var version = (await Filled(portal.User, "p1", [Line("T-K", 1)])).Version;

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Checkout(portal.User, version, "key-2")));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Created, answer.StatusCode));
        var bodies = await Task.WhenAll(answers.Select(answer => answer.Content.ReadAsStringAsync(Stop)));
        Assert.Single(bodies.Distinct());
        Assert.Single(await Orders(portal.User));
    }

    [Fact]
    public async Task CheckedOutTwiceAtOnce_WithoutAKey_OrdersOnce()
    {
        var version = (await Filled(portal.User, "p1", [Line("T-K", 1)])).Version;

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Checkout(portal.User, version)));

        Assert.Single(answers, answer => answer.StatusCode is HttpStatusCode.Created);
        foreach (var refused in answers.Where(answer => answer.StatusCode is not HttpStatusCode.Created))
            await refused.IsProblem(HttpStatusCode.Conflict, "cart-changed");
        Assert.Single(await Orders(portal.User));
    }

    [Fact]
    public async Task ACartThatChangedInAnotherWindow_IsRefused_WithWhatChanged()
    {
        await Filled(portal.Supervisor, "p1", [Line("T-K", 1)]);
        var seen = (await Filled(portal.Supervisor, "p2", [Line("T-K", 1)])).Version;
        await Filled(portal.Supervisor, "p1", [Line("T-K", 2)]);
        await Filled(portal.Supervisor, "p3", [Line("T-K", 1)]);
        using var removed = await portal.Supervisor.DeleteAsync(new Uri("/api/cart/assets/p2", UriKind.Relative), Stop);

        using var refused = await Checkout(portal.Supervisor, seen);

        var problem = await refused.IsProblem(HttpStatusCode.Conflict, "cart-changed");
        Assert.Equal(["p1", "p2", "p3"], problem.Fields.Order());
        Assert.Contains("modifié", problem.Errors!["p1"][0], StringComparison.Ordinal);
        Assert.Contains("retiré", problem.Errors["p2"][0], StringComparison.Ordinal);
        Assert.Contains("ajouté", problem.Errors["p3"][0], StringComparison.Ordinal);
        Assert.Empty(await Orders(portal.Supervisor));
        Assert.Equal(2, (await CartOf(portal.Supervisor)).Items.Count);
    }

    [Fact]
    public async Task ACartThatAnotherProcessHasChanged_IsNotOrdered()
    {
        var version = (await Filled(portal.User, "p1", [Line("T-K", 1)])).Version;
        var (customer, paul) = (CustomerId.Parse("c1"), UserId.Parse("paul"));
        var loaded = await portal.Portal.Services.GetRequiredService<TableCartStore>().Load(customer, paul, Stop);
        var unit = new UnitOfWork(customer.Value, Guid.NewGuid());
        TableCartStore.Write(unit, loaded, new Cart([loaded.Cart.Items[0] with { Comment = "Porte 7" }]));
        await portal.Portal.Services.GetRequiredService<TableServiceClient>().GetTableClient(TableNames.Orders)
            .SubmitTransactionAsync(unit.Actions(), Stop);

        using var refused = await Checkout(portal.User, version);

        await refused.IsProblem(HttpStatusCode.Conflict, "cart-changed");
        Assert.Empty(await Orders(portal.User));
        Assert.Single(await OrderedCart(portal.User, await CartOf(portal.User)));
    }

    [Fact]
    public async Task AnEmptyCart_IsRefused()
    {
        using var refused = await Checkout(portal.User, "");

        await refused.IsProblem(HttpStatusCode.Conflict, "cart-empty");
    }

    [Theory]
    [InlineData("{}", "version")]
    [InlineData("""{"version":null}""", "version")]
    [InlineData("""{"version":12}""", "version")]
    [InlineData("""{"version":"","orders":[]}""", "orders")]
    public async Task AWrongField_IsNamed(string body, string field)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var refused = await portal.User.PostAsync(new Uri("/api/cart/checkout", UriKind.Relative), content, Stop);

        await refused.RefusesFields(field);
    }

    [Fact]
    public async Task AnAssetThatHasMovedToAnotherSite_OrIsGone_IsNotOrderedFor()
    {
        var version = (await Filled(portal.Supervisor, "p1", [Line("T-K", 1)])).Version;
        await TwoCustomers.Write(portal.Portal, TwoCustomers.Asset("p1", "c1", "s2", AssetKind.Printing));
        portal.Portal.Clock.Advance(Cart.FreshFor + TimeSpan.FromSeconds(1));

        using var refused = await Checkout(portal.Supervisor, version);

        var problem = await refused.IsProblem(HttpStatusCode.Conflict, "cart-asset-moved");
        Assert.Contains("p1", problem.Fields);
        Assert.Single((await CartOf(portal.Supervisor)).Items);
    }

    [Fact]
    public async Task WhatIsInTheCartForASiteThatIsNoLongerTheCallers_IsNeitherOrderedNorLost()
    {
        await Filled(portal.Supervisor, "p1", [Line("T-K", 1)]);
        await Filled(portal.Supervisor, "p2", [Line("T-K", 1)]);
        // The same person, now a user of the first site alone.
        var claire = portal.Portal.ClientOf(TwoCustomers.Person("claire", "c1", Profile.User, "s1"));
        var order = Assert.Single(await OrderedCart(claire, await CartOf(claire)));

        Assert.Equal(SiteId.Parse("s1"), order.Site.Id);
        Assert.Equal("p2", Assert.Single((await CartOf(portal.Supervisor)).Items).Asset.Id);
    }

    [Fact]
    public async Task TheCatalogue_TellsWhatWasOrderedLast_AndWhatIsOnItsWay_AndTheCartWarns()
    {
        var number = (await Ordered(portal.User, "p1", Line("T-K", 3))).Number;

        var black = await Black();
        Assert.Equal((number, 3), (black.LastOrder?.Number, black.LastOrder?.Quantity));
        Assert.Equal(number, black.OnTheWay[0].Number);
        var cart = await Filled(portal.User, "p1", [Line("T-K", 1), Line("T-C", 1)]);
        var warning = Assert.Single(cart.Items[0].Warnings);
        Assert.Equal(("T-K", "already-ordered"), (warning.Reference.Value, warning.Code));

        await portal.Moved(number, new { action = "MakeFullyDeliverable" });
        await portal.Moved(number, new { action = "Deliver", carrier = "Chronopost" });
        black = await Black();
        Assert.Equal(number, black.LastOrder?.Number);
        Assert.Empty(black.OnTheWay);
        Assert.Empty((await CartOf(portal.User)).Items[0].Warnings);

        async Task<ConsumableResponse> Black() => (await portal.User.Get<ConsumablesResponse>("/api/assets/p1/consumables")).Items[0];
    }

    private static async Task<IReadOnlyList<OrderSummary>> Orders(HttpClient client) =>
        (await client.Get<Page<OrderSummary>>("/api/orders")).Items;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
