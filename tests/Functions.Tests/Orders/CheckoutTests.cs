using System.Net;
using System.Text;
using Dfm.Core.Accounts;
using Dfm.Core.Orders;
using Dfm.Core.Parc;
using Dfm.Functions.Orders;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;
using Microsoft.Extensions.DependencyInjection;
using static Dfm.Functions.Tests.Orders.OrderPortal;

namespace Dfm.Functions.Tests.Orders;

/// <summary>« Valider le panier » (manual, chapter 5): the cart becomes orders, all of it or nothing.</summary>
public sealed class CheckoutTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private OrderPortal portal = null!;

    public async ValueTask InitializeAsync() => portal = await OrderPortal.StartAsync(azurite.NewAccount());

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Fact]
    public async Task Checkout_MakesOneOrderForEachSiteAndComment_AndEmptiesTheCart()
    {
        await Fill(portal.Supervisor, "p1", [Line("T-K", 2, 1), Line("AGR", 2)], "Code 4512", "BC-1");
        await Fill(portal.Supervisor, "p2", [Line("T-C", 1)], "Code 4512");
        var cart = await Fill(portal.Supervisor, "p3", [Line("T-K", 1)], "Code 4512", "BC-3");

        var numbers = await OrderedCart(portal.Supervisor, cart);

        Assert.Equal(2, numbers.Length);
        var first = await portal.Supervisor.Get($"/api/orders/{numbers[0]}");
        Assert.Equal("ExternalEntry Saisie externe", $"{first.GetProperty("state")} {first.GetProperty("stateLabel")}");
        Assert.Equal("s1", first.GetProperty("site").GetProperty("id").GetString());
        Assert.Equal("Code 4512", first.GetProperty("comment").GetString());
        Assert.Equal(["p1 BC-1", "p3 BC-3"], first.GetProperty("assets").EnumerateArray().Select(one =>
            $"{one.GetProperty("asset").GetProperty("id")} {one.GetProperty("customerReference")}"));
        Assert.Equal(["1 p1 T-K 2 1", "2 p1 AGR 2 0", "3 p3 T-K 1 0"], first.GetProperty("lines").EnumerateArray().Select(line =>
            string.Join(' ', ((string[])["number", "asset", "reference", "quantity", "stock"]).Select(name => line.GetProperty(name)))));
        Assert.True(first.GetProperty("cancellation").GetProperty("open").GetBoolean());
        Assert.Equal("s2", (await portal.Supervisor.Get($"/api/orders/{numbers[1]}")).GetProperty("site").GetProperty("id").GetString());
        Assert.Equal(0, (await portal.Supervisor.Get("/api/cart")).GetProperty("items").GetArrayLength());
        foreach (var number in numbers) Assert.Equal([$"order-{number}-1-Placed"], await portal.MailsOf(number, 1));
    }

    [Fact]
    public async Task OtherComments_AreOtherDeliveries()
    {
        await Fill(portal.User, "p1", [Line("T-K", 1)], "Bâtiment A");
        var cart = await Fill(portal.User, "p3", [Line("T-K", 1)], "Bâtiment B");

        Assert.Equal(2, (await OrderedCart(portal.User, cart)).Length);
    }

    [Fact]
    public async Task TheSameKey_GetsTheFirstAnswerAgain_AndOrdersOnce()
    {
        var version = (await Fill(portal.User, "p1", [Line("T-K", 1)])).GetProperty("version").GetString();

        using var first = await Checkout(portal.User, version, "key-1");
        using var again = await Checkout(portal.User, version, "key-1");
        using var other = await Checkout(portal.User, "", "key-1");

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (first.StatusCode, again.StatusCode));
        Assert.Equal(await first.Content.ReadAsStringAsync(Stop), await again.Content.ReadAsStringAsync(Stop));
        await other.IsProblem(HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");
        Assert.Single((await portal.User.Get("/api/orders")).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task CheckedOutTwiceAtOnce_WithTheSameKey_OrdersOnce_AndBothAnswersAreTheSame()
    {
        var version = (await Fill(portal.User, "p1", [Line("T-K", 1)])).GetProperty("version").GetString();

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Checkout(portal.User, version, "key-2")));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Created, answer.StatusCode));
        var bodies = await Task.WhenAll(answers.Select(answer => answer.Content.ReadAsStringAsync(Stop)));
        Assert.Single(bodies.Distinct());
        Assert.Single((await portal.User.Get("/api/orders")).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task CheckedOutTwiceAtOnce_WithoutAKey_OrdersOnce()
    {
        var version = (await Fill(portal.User, "p1", [Line("T-K", 1)])).GetProperty("version").GetString();

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Checkout(portal.User, version)));

        Assert.Single(answers, answer => answer.StatusCode is HttpStatusCode.Created);
        foreach (var refused in answers.Where(answer => answer.StatusCode is not HttpStatusCode.Created))
            await refused.IsProblem(HttpStatusCode.Conflict, "cart-changed");
        Assert.Single((await portal.User.Get("/api/orders")).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task ACartThatChangedInAnotherWindow_IsRefused_WithWhatChanged()
    {
        await Fill(portal.Supervisor, "p1", [Line("T-K", 1)]);
        var seen = (await Fill(portal.Supervisor, "p2", [Line("T-K", 1)])).GetProperty("version").GetString();
        await Fill(portal.Supervisor, "p1", [Line("T-K", 2)]);
        await Fill(portal.Supervisor, "p3", [Line("T-K", 1)]);
        using var removed = await portal.Supervisor.DeleteAsync(new Uri("/api/cart/assets/p2", UriKind.Relative), Stop);

        using var refused = await Checkout(portal.Supervisor, seen);

        var problem = await refused.IsProblem(HttpStatusCode.Conflict, "cart-changed");
        var changes = problem.GetProperty("errors").EnumerateObject().ToDictionary(one => one.Name, one => one.Value[0].GetString()!);
        Assert.Equal(["p1", "p2", "p3"], changes.Keys.Order());
        Assert.Contains("modifié", changes["p1"], StringComparison.Ordinal);
        Assert.Contains("retiré", changes["p2"], StringComparison.Ordinal);
        Assert.Contains("ajouté", changes["p3"], StringComparison.Ordinal);
        Assert.Empty((await portal.Supervisor.Get("/api/orders")).GetProperty("items").EnumerateArray());
        Assert.Equal(2, (await portal.Supervisor.Get("/api/cart")).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task WhatThisProcessRemembersOfACart_IsNotOrdered_OnceAnotherProcessHasChangedIt()
    {
        var version = (await Fill(portal.User, "p1", [Line("T-K", 1)])).GetProperty("version").GetString();
        var (customer, paul) = (CustomerId.Parse("c1"), UserId.Parse("paul"));
        using var other = ActivatorUtilities.CreateInstance<CartTable>(portal.Portal.Services);
        var cart = await other.Read(customer, paul, Stop);
        Assert.True(await other.Save(customer, paul, cart with { Items = [cart.Items[0] with { Comment = "Porte 7" }] }, Stop));

        using var refused = await Checkout(portal.User, version);

        await refused.IsProblem(HttpStatusCode.Conflict, "cart-changed");
        Assert.Empty((await portal.User.Get("/api/orders")).GetProperty("items").EnumerateArray());
        Assert.Single(await OrderedCart(portal.User, await portal.User.Get("/api/cart")));
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

        var problem = await refused.IsProblem(HttpStatusCode.BadRequest, "validation-failed");
        Assert.Equal(field, Assert.Single(problem.GetProperty("errors").EnumerateObject()).Name);
    }

    [Fact]
    public async Task AnAssetThatHasMovedToAnotherSite_OrIsGone_IsNotOrderedFor()
    {
        var version = (await Fill(portal.Supervisor, "p1", [Line("T-K", 1)])).GetProperty("version").GetString();
        await TwoCustomers.Write(portal.Portal, TwoCustomers.Asset("p1", "c1", "s2", AssetKind.Printing));
        portal.Portal.Clock.Advance(Cart.FreshFor + TimeSpan.FromSeconds(1));

        using var refused = await Checkout(portal.Supervisor, version);

        var problem = await refused.IsProblem(HttpStatusCode.Conflict, "cart-asset-moved");
        Assert.True(problem.GetProperty("errors").TryGetProperty("p1", out _));
        Assert.Equal(1, (await portal.Supervisor.Get("/api/cart")).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task WhatIsInTheCartForASiteThatIsNoLongerTheCallers_IsNeitherOrderedNorLost()
    {
        await Fill(portal.Supervisor, "p1", [Line("T-K", 1)]);
        await Fill(portal.Supervisor, "p2", [Line("T-K", 1)]);
        // The same person, now a user of the first site alone.
        var claire = portal.Portal.ClientOf(TwoCustomers.Person("claire", "c1", Profile.User, "s1"));
        var number = Assert.Single(await OrderedCart(claire, await claire.Get("/api/cart")));

        Assert.Equal("s1", (await claire.Get($"/api/orders/{number}")).GetProperty("site").GetProperty("id").GetString());
        var left = Assert.Single((await portal.Supervisor.Get("/api/cart")).GetProperty("items").EnumerateArray());
        Assert.Equal("p2", left.GetProperty("asset").GetProperty("id").GetString());
    }

    [Fact]
    public async Task TheCatalogue_TellsWhatWasOrderedLast_AndWhatIsOnItsWay_AndTheCartWarns()
    {
        var number = await Ordered(portal.User, "p1", Line("T-K", 3));

        var black = (await portal.User.Get("/api/assets/p1/consumables")).GetProperty("items")[0];
        var last = black.GetProperty("lastOrder");
        Assert.Equal((number, 3), (last.GetProperty("number").GetString(), last.GetProperty("quantity").GetInt32()));
        Assert.Equal(number, black.GetProperty("onTheWay")[0].GetProperty("number").GetString());
        var cart = await Fill(portal.User, "p1", [Line("T-K", 1), Line("T-C", 1)]);
        var warning = Assert.Single(cart.GetProperty("items")[0].GetProperty("warnings").EnumerateArray());
        Assert.Equal(("T-K", "already-ordered"), (warning.GetProperty("reference").GetString(), warning.GetProperty("code").GetString()));

        await portal.Moved(number, new { action = "MakeFullyDeliverable" });
        await portal.Moved(number, new { action = "Deliver", carrier = "Chronopost" });
        black = (await portal.User.Get("/api/assets/p1/consumables")).GetProperty("items")[0];
        Assert.Equal(number, black.GetProperty("lastOrder").GetProperty("number").GetString());
        Assert.Equal(0, black.GetProperty("onTheWay").GetArrayLength());
        Assert.Equal(0, (await portal.User.Get("/api/cart")).GetProperty("items")[0].GetProperty("warnings").GetArrayLength());
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
