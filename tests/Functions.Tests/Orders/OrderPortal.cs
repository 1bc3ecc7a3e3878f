using System.Net;
using System.Net.Http.Json;
using Dfm.Core.Approvals;
using Dfm.Core.Catalogue;
using Dfm.Core.Orders;
using Dfm.Functions.Carts.Responses;
using Dfm.Functions.Orders.Responses;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.Functions.Tests.Orders;

/// <summary>The two customers' portal with its catalogue: what the tests of orders start from.</summary>
public sealed class OrderPortal : TwoCustomers
{
    private OrderPortal(InProcessPortal portal, HttpClient staff) : base(portal, staff)
    {
    }

    public static async Task<OrderPortal> StartAsync(
        StorageAccount storage, Action<IServiceCollection>? services = null, IReadOnlyDictionary<string, string>? settings = null)
    {
        var portal = await StartInProcess(storage, services, settings);
        await Arrange(portal.Services.GetRequiredService<IConsumableStore>());
        return new OrderPortal(portal, await portal.StaffClient("Service commandes", "orders.read", "orders.write"));
    }

    /// <summary>Toners T-K and T-C by the piece, staples AGR by two, for every asset.</summary>
    public static Task Arrange(IConsumableStore consumables)
    {
        ArgumentNullException.ThrowIfNull(consumables);
        ModelKey.TryMake("Ricoh", "IM C3000", out var model);
        return consumables.Save(
            [
                new(Consumable("T-K", "Toner noir", ConsumableColour.Black, new(1, 6, 1)), [model]),
                new(Consumable("T-C", "Toner cyan", ConsumableColour.Cyan, new(1, 6, 1)), [model]),
                new(Consumable("AGR", "Agrafes", null, new(2, 10, 2)), [model]),
            ],
            CancellationToken.None);
    }

    public static object Line(string reference, int quantity, int stock = 0) => new { reference, quantity, stock };

    /// <summary>Enters what is wanted for an asset and returns the whole cart.</summary>
    public static async Task<CartResponse> Filled(
        HttpClient client, string asset, object[] lines, string? comment = null, string? customerReference = null)
    {
        using var response = await client.PutAsJsonAsync($"/api/cart/assets/{asset}", new { lines, comment, customerReference }, Stop);
        return await response.Read<CartResponse>(HttpStatusCode.OK);
    }

    /// <summary>The client's cart.</summary>
    public static Task<CartResponse> CartOf(HttpClient client) => client.Get<CartResponse>("/api/cart");

    /// <summary>Asks to order the cart as it was seen.</summary>
    public static async Task<HttpResponseMessage> Checkout(HttpClient client, string? version, string? key = null)
    {
        using var request = Ordering(version, key);
        return await client.SendAsync(request, Stop);
    }

    /// <summary>The request to order the cart as it was seen.</summary>
    public static HttpRequestMessage Ordering(string? version, string? key = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/cart/checkout") { Content = JsonContent.Create(new { version }) };
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        return request;
    }

    /// <summary>Checks the cart out, which makes orders, and returns them.</summary>
    public static async Task<IReadOnlyList<OrderResponse>> OrderedCart(HttpClient client, CartResponse cart)
    {
        ArgumentNullException.ThrowIfNull(cart);
        using var response = await Checkout(client, cart.Version);
        var placed = await response.Read<CheckoutResponse>(HttpStatusCode.Created);
        return await Task.WhenAll(placed.Orders.Select(order => client.Get<OrderResponse>($"/api/orders/{order.Number}")));
    }

    /// <summary>An order in « Saisie externe » of toners and staples by default.</summary>
    public static async Task<OrderResponse> Ordered(HttpClient client, string asset = "p1", params object[] lines)
    {
        object[] wanted = lines.Length == 0 ? [Line("T-K", 3), Line("AGR", 2)] : lines;
        return Assert.Single(await OrderedCart(client, await Filled(client, asset, wanted, "Code 4512, porte 3", "BC-2026-118")));
    }

    /// <summary>An order in « Livrable en totalité ».</summary>
    public async Task<OrderResponse> Validated(HttpClient? by = null, string asset = "p1") =>
        await Moved((await Ordered(by ?? User, asset)).Number, new { action = "MakeFullyDeliverable" });

    /// <summary>An order of the user's in « Livrable en partie ».</summary>
    public async Task<OrderResponse> PartlyValidated() =>
        await Moved((await Ordered(User)).Number, new { action = "MakePartlyDeliverable" });

    /// <summary>An order of the user's in « Livré en totalité », by Chronopost.</summary>
    public async Task<OrderResponse> Shipped() =>
        await Moved((await Validated()).Number, new { action = "Deliver", carrier = "Chronopost" });

    /// <summary>A cart with this for one more asset, which was checked out and waits for approval.</summary>
    public static async Task<ApprovalSummary> Submitted(HttpClient client, string asset, params object[] lines)
    {
        var cart = await Filled(client, asset, lines);
        using var response = await Checkout(client, cart.Version);
        var submitted = await response.Read<CheckoutResponse>(HttpStatusCode.Accepted);
        Assert.Empty(submitted.Orders);
        return submitted.Approval!;
    }

    /// <summary>Sets whether the carts of the customer's Utilisateurs need approval.</summary>
    public static async Task RequireApproval(HttpClient supervisor, bool required = true)
    {
        using var response = await supervisor.PutAsJsonAsync("/api/order-approval", new { required }, Stop);
        Assert.Equal(required, (await response.Read<OrderApprovalSetting>(HttpStatusCode.OK)).Required);
    }

    /// <summary>Cancels an order as a customer and returns the response.</summary>
    public static Task<HttpResponseMessage> Cancel(HttpClient client, OrderNumber number, string comment = "Commandé deux fois.") =>
        client.PostAsJsonAsync($"/api/orders/{number}/cancel", new { comment }, Stop);

    /// <summary>Moves an order along as staff and returns the response.</summary>
    public Task<HttpResponseMessage> Move(OrderNumber number, object transition) =>
        Staff.PostAsJsonAsync($"/api/backoffice/orders/{number}/transitions", transition, Stop);

    /// <summary>Moves an order along as staff, which is accepted, once its lifecycle has begun.</summary>
    public async Task<OrderResponse> Moved(OrderNumber number, object transition)
    {
        await Waiting.Until(async () =>
        {
            using var known = await Staff.GetAsync(new Uri($"/api/backoffice/orders/{number}", UriKind.Relative), Stop);
            return known.IsSuccessStatusCode;
        });
        using var response = await Move(number, transition);
        return await response.Read<OrderResponse>(HttpStatusCode.OK);
    }

    /// <summary>The order as its customer's user sees it now.</summary>
    public Task<OrderResponse> Find(OrderNumber number) => User.Get<OrderResponse>($"/api/orders/{number}");

    /// <summary>All that is in one state in the staff's queue, the most pressing first.</summary>
    public Task<IReadOnlyList<QueuedOrder>> Queue(OrderState state) => Staff.GetAll<QueuedOrder>($"/api/backoffice/orders?state={state}");

    /// <summary>Waits until the mailbox holds so many mails about the order, and returns their ids in alphabetical order.</summary>
    public Task<string[]> MailsOf(OrderNumber number, int count) => MailsAbout($"order-{number}-", count);

    private static Consumable Consumable(string reference, string designation, ConsumableColour? colour, QuantityBounds quantities) => new(
        ConsumableReference.Parse(reference), designation, colour, null, IsInContracts: true, 59.90m, quantities, null);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
