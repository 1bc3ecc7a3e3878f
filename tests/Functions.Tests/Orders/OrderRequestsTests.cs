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
public sealed class OrderRequestsTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const int EffectsOfPlacingTwo = 12;
    private const int EffectsOfMoving = 7;
    private const int EffectsOfCancelling = 7;

    private readonly StorageAccount account = azurite.NewAccount();
    private StorageProxy proxy = null!;
    private OrderPortal portal = null!;
    private RequestCounter counter = null!;

    public async ValueTask InitializeAsync()
    {
        proxy = await StorageProxy.StartAsync(account);
        portal = await OrderPortal.StartAsync(proxy.Account, settings: RequestCounter.Settings);
        counter = new RequestCounter(proxy, portal.Portal);
    }

    public async ValueTask DisposeAsync()
    {
        await portal.DisposeAsync();
        await proxy.DisposeAsync();
    }

    [Theory]
    [InlineData(10)]
    // The shortest list holds a quarter of them: more than a page of a query, which is 1,000 rows.
    [InlineData(4_400)]
    public async Task Requests_AreFew_NameTheirKeys_AndDoNotGrowWithTheOrders(int orders)
    {
        await ManyOrders.Write(account, orders);
        using var bothSites = portal.Portal.ClientOf(Person("rose", "c1", Profile.User, "s1", "s2"));
        // The first order reserves a block of numbers: left out of the figures.
        await counter.Effects(() => Ordered(portal.User));

        await counter.Counts("ListConsumables", 3, bothSites, Getting("assets/p1/consumables"));
        await counter.Counts("SetCartItem, its first asset", 7, bothSites, Filling("p3"));
        await counter.Counts("RemoveCartItem", 2, bothSites, new HttpRequestMessage(HttpMethod.Delete, "/api/cart/assets/p3"));
        await counter.Counts("SetCartItem, its first asset again", 7, bothSites, Filling("p1"));
        await counter.Counts("SetCartItem, its second asset", 8, bothSites, Filling("p2"));
        var cart = await counter.Counts<CartResponse>("GetCart, of two assets", 4, bothSites, Getting("cart"));
        var (placed, placing) = await counter.Effects(
            () => counter.Counts<CheckoutResponse>(
                "Checkout, of two assets on two sites, with a key", 4, bothSites, Ordering(cart.Version, "k")),
            mails: 2);
        Holds("Checkout, all that follows", EffectsOfPlacingTwo, placing);
        Assert.Equal(2, placed.Orders.Count);
        var (first, second) = (placed.Orders[0].Number, placed.Orders[1].Number);
        await counter.Counts("Checkout, the same again", 4, bothSites, Ordering(cart.Version, "k"));
        await counter.Counts("ListOrders, a supervisor's", 1, portal.Supervisor, Getting("orders?limit=5"));
        await counter.Counts("ListOrders, a supervisor's, by state", 1, portal.Supervisor, Getting("orders?limit=5&state=FullyDelivered"));
        await counter.Counts("ListOrders, a user's of two sites", 2, bothSites, Getting("orders?limit=5"));
        await counter.Counts("ListOrders, a user's of two sites, by state", 2, bothSites, Getting("orders?limit=5&state=FullyDelivered"));
        await counter.Counts("ListAssetOrders", 2, portal.User, Getting("assets/p1/orders?limit=5"));
        await counter.Counts("GetOrder", 2, portal.User, Getting($"orders/{first}"));
        await counter.Counts("ListBackofficeOrders", 2, portal.Staff, Getting("backoffice/orders?limit=5"));
        await counter.Counts("GetBackofficeOrder", 4, portal.Staff, Getting($"backoffice/orders/{first}"));
        var (_, cancelling) = await counter.Effects(() => counter.Counts(
            "CancelOrder", 3, bothSites, Posting($"orders/{second}/cancel", new { comment = "Commandé deux fois." })));
        Holds("CancelOrder, all that follows", EffectsOfCancelling, cancelling);
        foreach (var transition in (object[])[new { action = "MakeFullyDeliverable" }, new { action = "Deliver", carrier = "DPD" }])
        {
            var (_, moving) = await counter.Effects(
                () => counter.Counts("TransitionOrder, with a key", 5, portal.Staff, Moving(first, transition)));
            Holds("TransitionOrder, all that follows", EffectsOfMoving, moving);
            // The rules refuse it by now: the first response takes the place of the transaction.
            await counter.Counts("TransitionOrder, the same again", 5, portal.Staff, Moving(first, transition));
        }

        // An import: the models of what was entered before it are looked at; both assets are of one.
        await counter.Counts("SetCartItem, before an import", 7, bothSites, Filling("p1"));
        await counter.Counts("SetCartItem, before an import too", 8, bothSites, Filling("p2"));
        await Arrange(portal.Portal.Services.GetRequiredService<IConsumableStore>());
        cart = await counter.Counts<CartResponse>("GetCart, after an import", 4 + 1, bothSites, Getting("cart"));
        await counter.Counts("Checkout, after an import", 4 + 1, bothSites, Ordering(cart.Version));
        await counter.Counts("GetDeliveryNote", 4, portal.Staff, Getting($"backoffice/orders/{first}/delivery-notes/1"));
        Holds("SweepOutbox, of two customers", 13, await counter.Sweep());
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
