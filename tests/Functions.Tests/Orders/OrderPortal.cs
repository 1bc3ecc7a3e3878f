using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dfm.Core.Orders;
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
    public static async Task<JsonElement> Fill(
        HttpClient client, string asset, object[] lines, string? comment = null, string? customerReference = null)
    {
        using var answer = await client.PutAsJsonAsync($"/api/cart/assets/{asset}", new { lines, comment, customerReference }, Stop);
        var body = await answer.Content.ReadAsStringAsync(Stop);
        Assert.True(answer.StatusCode is HttpStatusCode.OK, body);
        return JsonElement.Parse(body);
    }

    /// <summary>Asks to order the cart as it was seen.</summary>
    public static async Task<HttpResponseMessage> Checkout(HttpClient client, string? version, string? key = null)
    {
        using var request = Ordering(version, key);
        return await client.SendAsync(request, Stop);
    }

    /// <summary>The request to order this cart.</summary>
    public static HttpRequestMessage Ordering(JsonElement cart, string? key = null) => Ordering(cart.GetProperty("version").GetString(), key);

    /// <summary>Orders for an asset and returns the order's number.</summary>
    public static async Task<string> Ordered(HttpClient client, string asset = "p1", params object[] lines)
    {
        object[] wanted = lines.Length == 0 ? [Line("T-K", 3), Line("AGR", 2)] : lines;
        var cart = await Fill(client, asset, wanted, "Code 4512, porte 3", "BC-2026-118");
        return Assert.Single(await OrderedCart(client, cart));
    }

    /// <summary>Orders the cart and returns the orders' numbers.</summary>
    public static async Task<string[]> OrderedCart(HttpClient client, JsonElement cart)
    {
        using var answer = await Checkout(client, cart.GetProperty("version").GetString());
        var body = await answer.Content.ReadAsStringAsync(Stop);
        Assert.True(answer.StatusCode is HttpStatusCode.Created, body);
        return Numbers(JsonElement.Parse(body));
    }

    /// <summary>The numbers of the orders in an answer of checkout.</summary>
    public static string[] Numbers(JsonElement answer) =>
        [.. answer.GetProperty("orders").EnumerateArray().Select(order => order.GetProperty("number").GetString()!)];

    /// <summary>Cancels an order as a customer and returns the answer.</summary>
    public static Task<HttpResponseMessage> Cancel(HttpClient client, string number, string comment = "Commandé deux fois.") =>
        client.PostAsJsonAsync($"/api/orders/{number}/cancel", new { comment }, Stop);

    /// <summary>Moves an order along as staff and returns the answer.</summary>
    public Task<HttpResponseMessage> Move(string number, object transition) =>
        Staff.PostAsJsonAsync($"/api/backoffice/orders/{number}/transitions", transition, Stop);

    /// <summary>Moves an order along as staff, once its lifecycle has begun.</summary>
    public async Task<JsonElement> Moved(string number, object transition)
    {
        await Until(async () =>
        {
            using var known = await Staff.GetAsync(new Uri($"/api/backoffice/orders/{number}", UriKind.Relative), Stop);
            return known.IsSuccessStatusCode;
        });
        using var answer = await Move(number, transition);
        var body = await answer.Content.ReadAsStringAsync(Stop);
        Assert.True(answer.StatusCode is HttpStatusCode.OK, body);
        return JsonElement.Parse(body);
    }

    /// <summary>Waits until the mailbox holds so many mails about the order, and returns their ids in alphabetical order.</summary>
    public Task<string[]> MailsOf(string number, int count) => MailsAbout($"order-{number}-", count);

    private static HttpRequestMessage Ordering(string? version, string? key)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/cart/checkout") { Content = JsonContent.Create(new { version }) };
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        return request;
    }

    private static Consumable Consumable(string reference, string designation, ConsumableColour? colour, QuantityBounds quantities) => new(
        ConsumableReference.Parse(reference), designation, colour, null, IsInContracts: true, 59.90m, quantities, null);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
