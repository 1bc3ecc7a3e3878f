using System.Net.Http.Json;
using Dfm.Core.Accounts;
using Dfm.Core.Catalogue;
using Dfm.Core.Orders;
using Dfm.Functions.Carts.Responses;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;
using Microsoft.Extensions.DependencyInjection;
using static Dfm.Functions.Tests.Infrastructure.RequestCounter;
using static Dfm.Functions.Tests.Infrastructure.TwoCustomers;
using static Dfm.Functions.Tests.Orders.OrderPortal;

namespace Dfm.Functions.Tests.Orders;

/// <summary>
/// What the functions of this chapter ask of their storage, to the last request: each names its partition and a key or a range of keys,
/// and there are as many with ten orders as with thousands.
/// </summary>
public sealed class OrderRequestsTests(AzuriteFixture azurite)
    : CountedRequests<OrderPortal>(azurite, (at, settings) => OrderPortal.StartAsync(at, settings: settings))
{
    private const int EffectsOfPlacingTwo = 13;
    private const int EffectsOfMoving = 8;
    private const int EffectsOfCancelling = 8;

    [Theory]
    [InlineData(10)]
    // The shortest list holds a quarter of them: more than a page of a query, which is 1,000 rows.
    [InlineData(4_400)]
    public async Task Requests_AreFew_NameTheirKeys_AndDoNotGrowWithTheOrders(int orders)
    {
        await ManyOrders.Write(Account, orders);
        using var bothSites = Portal.Portal.ClientOf(Person("rose", "c1", Profile.User, "s1", "s2"));
        // The first order reserves a block of numbers: left out of the figures.
        await Counter.Effects(() => Ordered(Portal.User));

        await Counter.Counts("ListConsumables", 3, bothSites, Getting("assets/p1/consumables"));
        await Counter.Counts("SetCartItem, its first asset", 7, bothSites, Filling("p3"));
        await Counter.Counts("RemoveCartItem", 2, bothSites, new HttpRequestMessage(HttpMethod.Delete, "/api/cart/assets/p3"));
        await Counter.Counts("SetCartItem, its first asset again", 7, bothSites, Filling("p1"));
        await Counter.Counts("SetCartItem, its second asset", 8, bothSites, Filling("p2"));
        var cart = await Counter.Counts<CartResponse>("GetCart, of two assets", 4, bothSites, Getting("cart"));
        var (placed, placing) = await Counter.Effects(
            () => Counter.Counts<CheckoutResponse>(
                "Checkout, of two assets on two sites, with a key", 4, bothSites, Ordering(cart.Version, "k")),
            mails: 2);
        Holds("Checkout, all that follows", EffectsOfPlacingTwo, placing);
        Assert.Equal(2, placed.Orders.Count);
        var (first, second) = (placed.Orders[0].Number, placed.Orders[1].Number);
        await Counter.Counts("Checkout, the same again", 4, bothSites, Ordering(cart.Version, "k"));
        await Counter.Counts("ListOrders, a supervisor's", 1, Portal.Supervisor, Getting("orders?limit=5"));
        await Counter.Counts("ListOrders, a supervisor's, by state", 1, Portal.Supervisor, Getting("orders?limit=5&state=FullyDelivered"));
        await Counter.Counts("ListOrders, a user's of two sites", 2, bothSites, Getting("orders?limit=5"));
        await Counter.Counts("ListOrders, a user's of two sites, by state", 2, bothSites, Getting("orders?limit=5&state=FullyDelivered"));
        await Counter.Counts("ListAssetOrders", 2, Portal.User, Getting("assets/p1/orders?limit=5"));
        await Counter.Counts("GetOrder", 2, Portal.User, Getting($"orders/{first}"));
        await Counter.Counts("ListBackofficeOrders", 2, Portal.Staff, Getting("backoffice/orders?limit=5"));
        await Counter.Counts("GetBackofficeOrder", 5, Portal.Staff, Getting($"backoffice/orders/{first}"));
        var (_, cancelling) = await Counter.Effects(() => Counter.Counts(
            "CancelOrder", 3, bothSites, Posting($"orders/{second}/cancel", new { comment = "Commandé deux fois." })));
        Holds("CancelOrder, all that follows", EffectsOfCancelling, cancelling);
        foreach (var transition in (object[])[new { action = "MakeFullyDeliverable" }, new { action = "Deliver", carrier = "DPD" }])
        {
            var (_, moving) = await Counter.Effects(
                () => Counter.Counts("TransitionOrder, with a key", 5, Portal.Staff, Moving(first, transition)));
            Holds("TransitionOrder, all that follows", EffectsOfMoving, moving);
            // The rules refuse it by now: the first response takes the place of the transaction.
            await Counter.Counts("TransitionOrder, the same again", 5, Portal.Staff, Moving(first, transition));
        }

        // An import: the models of what was entered before it are looked at; both assets are of one.
        await Counter.Counts("SetCartItem, before an import", 7, bothSites, Filling("p1"));
        await Counter.Counts("SetCartItem, before an import too", 8, bothSites, Filling("p2"));
        await Arrange(Portal.Portal.Services.GetRequiredService<IConsumableStore>());
        cart = await Counter.Counts<CartResponse>("GetCart, after an import", 4 + 1, bothSites, Getting("cart"));
        await Counter.Counts("Checkout, after an import", 4 + 1, bothSites, Ordering(cart.Version));
        await Counter.Counts("GetDeliveryNote", 4, Portal.Staff, Getting($"backoffice/orders/{first}/delivery-notes/1"));
        Holds("SweepOutbox, of two customers", 14, await Counter.Sweep());
    }

    private static HttpRequestMessage Moving(OrderNumber number, object transition)
    {
        var request = Posting($"backoffice/orders/{number}/transitions", transition);
        request.Headers.Add("Idempotency-Key", $"{transition}");
        return request;
    }

    private static HttpRequestMessage Filling(string asset) => new(HttpMethod.Put, $"/api/cart/assets/{asset}")
    {
        Content = JsonContent.Create(new { lines = new[] { Line("T-K", 2), Line("AGR", 2) }, comment = "Code 4512" }),
    };
}
