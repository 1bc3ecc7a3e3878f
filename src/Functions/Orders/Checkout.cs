using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Dfm.Core;
using Dfm.Core.Accounts;
using Dfm.Core.Orders;
using Dfm.Core.Parc;
using Dfm.Functions.Http;
using Dfm.Functions.Lifecycles;
using Dfm.Functions.Security;
using Dfm.Functions.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dfm.Functions.Orders;

/// <summary>« Valider le panier » (manual, chapter 5): makes orders of the cart, one for each site and comment.</summary>
/// <param name="carts">The carts.</param>
/// <param name="assets">The parc.</param>
/// <param name="orders">Where orders are stored.</param>
/// <param name="numbers">Hands out numbers.</param>
/// <param name="outbox">Starts the lifecycles.</param>
/// <param name="policy">When the desk is reminded.</param>
/// <param name="clock">Now.</param>
public sealed class Checkout(
    ICartStore carts,
    IAssetStore assets,
    IOrderStore orders,
    Numbers<OrderNumber> numbers,
    Outbox outbox,
    OrderPolicy policy,
    TimeProvider clock)
{
    private const int Tries = 10;

    /// <summary>
    /// Answers 201 once all orders with their journals and outbox are stored and the cart is empty, in one transaction; the lifecycles and the
    /// mails follow. A cart that is not as the caller has seen it is refused with what changed.
    /// </summary>
    [Function(nameof(Checkout)), Audience(Audience.Customer)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "cart/checkout")] HttpRequest request,
        [DurableClient] DurableTaskClient lifecycles,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var caller = context.Caller();
        var key = IdempotencyKey.Of(request, caller.User.Value, "cart/checkout");
        if (!key.IsSuccess) return key.Problem.ToHttp();
        var body = await JsonBody.Read<Form>(request, cancellationToken);
        if (!body.IsSuccess) return body.Problem.ToHttp();
        if (body.Value.Version is not { } seen) return Problem.Validation("version", "Indiquez la version du panier que vous validez.").ToHttp();
        var once = key.Value is { } name ? new OnceOnly(name, Fingerprint(seen)) : null;
        var reading = carts.Read(caller.Customer, caller.User, cancellationToken);
        var standing = Standing(seen, caller, cancellationToken);
        if (once is not null && await orders.FindAnswer(caller.Customer, once.Key, cancellationToken) is { } earlier)
            return StoredAnswer.Again(earlier, once.Fingerprint);
        return await Order(await reading, seen, await standing, once, caller, lifecycles);
    }

    private async Task<IResult> Order(
        Cart cart, string seen, IReadOnlyList<Asset> standing, OnceOnly? once, Caller caller, DurableTaskClient lifecycles)
    {
        // The caller's impatience must not leave it unknown whether the orders were stored.
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            if (attempt > 0) cart = await carts.Read(caller.Customer, caller.User, CancellationToken.None);
            var wanted = cart.VisibleTo(caller);
            if (wanted.Refusal(seen, standing) is { } problem) return problem.ToHttp();
            var placed = await Place(wanted, caller);
            var answer = JsonSerializer.Serialize(new { Orders = placed.Select(one => OrderSummary.Of(one.Order)) }, PortalJson.Options);
            var left = cart with { Items = [.. cart.Items.Except(wanted.Items)] };
            switch (await orders.Place(placed, caller.User, left, once?.Answer(null, null, answer), CancellationToken.None))
            {
                case SaveOutcome.Saved:
                    foreach (var one in placed) outbox.Placed(lifecycles, one.Transition!);
                    return new StoredAnswer(null, null, answer);
                case SaveOutcome.AnsweredBefore:
                    return StoredAnswer.Again(
                        (await orders.FindAnswer(caller.Customer, once!.Key, CancellationToken.None))!, once.Fingerprint);
                default:
                    break;
            }
        }

        return CartProblems.Busy.ToHttp();
    }

    private async Task<IReadOnlyList<OrderChange>> Place(Cart cart, Caller caller)
    {
        var (now, by) = (clock.GetUtcNow(), Person.Of(caller));
        var placed = new List<OrderChange>();
        foreach (var delivery in cart.Deliveries())
        {
            var number = await numbers.Next(CancellationToken.None);
            placed.Add(OrderDecisions.Place(number, caller.Customer, delivery, by, now, policy.RemindAt(now)));
        }

        return placed;
    }

    /// <summary>The assets that the caller has seen in the cart, as they stand now.</summary>
    private async Task<IReadOnlyList<Asset>> Standing(string seen, Caller caller, CancellationToken cancellationToken)
    {
        var found = await Task.WhenAll(CartVersion.Assets(seen).Select(asset => assets.Find(caller.Customer, asset, cancellationToken)));
        return [.. found.OfType<Asset>()];
    }

    private static string Fingerprint(string version) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(version)));

    private sealed record Form(string? Version);
}
