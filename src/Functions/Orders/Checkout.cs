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
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var cart = await carts.Read(caller.Customer, caller.User, cancellationToken);
            var wanted = cart.VisibleTo(caller);
            // A cart that was ordered with this key is empty: only then need the first answer be looked for.
            if (await Refusal(wanted, seen, caller.Customer, cancellationToken) is { } problem) return await Again(once, caller) ?? problem.ToHttp();
            if (await Order(cart, wanted, once, caller, lifecycles) is { } answer) return answer;
        }

        return CartProblems.Busy.ToHttp();
    }

    /// <summary>Stores the orders, or tells what was answered to the same key before; null when the cart has changed meanwhile.</summary>
    private async Task<IResult?> Order(Cart cart, Cart wanted, OnceOnly? once, Caller caller, DurableTaskClient lifecycles)
    {
        var placed = await Place(wanted, caller);
        var answer = JsonSerializer.Serialize(new { Orders = placed.Select(one => OrderSummary.Of(one.Order)) }, PortalJson.Options);
        var left = cart with { Items = [.. cart.Items.Except(wanted.Items)] };
        // The caller's impatience must not leave it unknown whether the orders were stored.
        switch (await orders.Place(placed, caller.User, left, once?.Answer(null, null, answer), CancellationToken.None))
        {
            case SaveOutcome.Saved:
                foreach (var one in placed) outbox.Placed(lifecycles, one.Transition!);
                return new StoredAnswer(null, null, answer);
            case SaveOutcome.AnsweredBefore:
                return await Again(once, caller);
            default:
                return null;
        }
    }

    /// <summary>The first answer to the same key; null when there is none.</summary>
    private async Task<IResult?> Again(OnceOnly? once, Caller caller) =>
        once is not null && await orders.FindAnswer(caller.Customer, once.Key, CancellationToken.None) is { } earlier
            ? StoredAnswer.Again(earlier, once.Fingerprint)
            : null;

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

    /// <summary>Why the cart cannot be ordered; null when it can. Assets that may have moved are looked at once more.</summary>
    private async Task<Problem?> Refusal(Cart cart, string seen, CustomerId customer, CancellationToken cancellationToken)
    {
        if (cart.Refusal(seen) is { } problem) return problem;
        var looked = await Task.WhenAll(cart.Stale(clock.GetUtcNow()).Select(async item =>
            (Item: item, Asset: await assets.Find(customer, item.Asset.Asset, cancellationToken))));
        var moved = looked.Where(one => one.Asset?.Site != one.Item.Site.Id).Select(one => one.Item).ToList();
        return moved.Count > 0 ? CartProblems.Moved(moved) : null;
    }

    private static string Fingerprint(string version) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(version)));

    private sealed record Form(string? Version);
}
