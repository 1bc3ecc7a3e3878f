using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dfm.Core.Accounts;
using Dfm.Core.Orders;
using Dfm.Core.Parc;
using Dfm.Functions.Parc;
using Dfm.Functions.Tests.Dits;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.Functions.Tests.Orders;

/// <summary>A portal with two customers, their printers and a catalogue: what the tests of orders start from.</summary>
public sealed class OrderPortal : IAsyncDisposable
{
    private OrderPortal(InProcessPortal portal, HttpClient staff) => (Portal, Staff) = (portal, staff);

    public InProcessPortal Portal { get; }

    /// <summary>Sees all of customer c1: printers p1 and p3 (site s1) and p2 (site s2).</summary>
    public HttpClient Supervisor => Portal.ClientOf(DitPortal.Person("claire", "c1", Profile.Supervisor));

    /// <summary>Sees site s1 of customer c1.</summary>
    public HttpClient User => Portal.ClientOf(DitPortal.Person("paul", "c1", Profile.User, "s1"));

    /// <summary>Sees all of customer c2, who has a printer p1 too.</summary>
    public HttpClient Stranger => Portal.ClientOf(DitPortal.Person("zoe", "c2", Profile.Supervisor));

    /// <summary>DFM's staff.</summary>
    public HttpClient Staff { get; }

    public static async Task<OrderPortal> StartAsync(StorageAccount storage, Action<IServiceCollection>? services = null)
    {
        var portal = await InProcessPortal.StartAsync(storage, services: services);
        await portal.AddCustomer("c1", "s1", "s2");
        await portal.AddCustomer("c2", "s1");
        await Arrange(
            ActivatorUtilities.CreateInstance<AssetWriter>(portal.Services), portal.Services.GetRequiredService<IConsumableStore>());
        return new OrderPortal(portal, await portal.StaffClient("Service commandes", "orders.read", "orders.write"));
    }

    /// <summary>Toners T-K and T-C by the piece, staples AGR by two, for every printer.</summary>
    internal static async Task Arrange(AssetWriter assets, IConsumableStore consumables)
    {
        await assets.Write(
            [
                DitPortal.Asset("p1", "c1", "s1", AssetKind.Printing),
                DitPortal.Asset("p2", "c1", "s2", AssetKind.Printing),
                DitPortal.Asset("p3", "c1", "s1", AssetKind.Printing),
                DitPortal.Asset("p1", "c2", "s1", AssetKind.Printing),
            ],
            null,
            CancellationToken.None);
        ModelKey.TryMake("Ricoh", "IM C3000", out var model);
        await consumables.Save(
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
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/cart/checkout") { Content = JsonContent.Create(new { version }) };
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        return await client.SendAsync(request, Stop);
    }

    /// <summary>Orders for an asset and returns the order's number.</summary>
    public static async Task<string> Ordered(HttpClient client, string asset = "p1", params object[] lines)
    {
        var cart = await Fill(client, asset, lines.Length == 0 ? [Line("T-K", 3), Line("AGR", 2)] : lines, "Code 4512, porte 3", "BC-2026-118");
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
        await DitPortal.Until(async () =>
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
    public async Task<string[]> MailsOf(string number, int count)
    {
        var ids = Array.Empty<string>();
        await DitPortal.Until(async () =>
        {
            var mails = await Portal.Client.Get("/local/mails?limit=500");
            ids =
            [
                .. mails.EnumerateArray()
                    .Select(mail => mail.GetProperty("customArgs").GetProperty("mail_id").GetString()!)
                    .Where(id => id.StartsWith($"order-{number}-", StringComparison.Ordinal))
                    .Order(StringComparer.Ordinal),
            ];
            return ids.Length >= count;
        });
        return ids;
    }

    public ValueTask DisposeAsync() => Portal.DisposeAsync();

    private static Consumable Consumable(string reference, string designation, ConsumableColour? colour, QuantityBounds quantities) => new(
        ConsumableReference.Parse(reference), designation, colour, null, IsInContracts: true, 59.90m, quantities, null);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
