using Dfm.Core;
using Dfm.Core.Accounts;
using Dfm.Core.Orders;
using Dfm.Core.Parc;
using Dfm.Functions.Http;
using Dfm.Functions.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dfm.Functions.Orders;

/// <summary>
/// « Valider le panier » (manual, chapter 5): makes orders of the cart, one for each site and comment; or, where the customer wants that,
/// an approval of an Utilisateur's.
/// </summary>
/// <param name="carts">The carts.</param>
/// <param name="assets">The parc.</param>
/// <param name="customers">Know whether carts need approval.</param>
/// <param name="orders">Know the first answers.</param>
/// <param name="ordering">Makes orders.</param>
/// <param name="submitting">Makes approvals.</param>
/// <param name="clock">Now.</param>
public sealed class Checkout(
    ICartStore carts,
    IAssetStore assets,
    ICustomerStore customers,
    IOrderStore orders,
    OrderingCarts ordering,
    SubmittingCarts submitting,
    TimeProvider clock)
{
    private const int Tries = 10;

    /// <summary>
    /// Answers 201 once all orders with their journals and outbox are stored and the cart is empty, in one transaction, or 202 once the
    /// approval is; the lifecycles and the mails follow. A cart that is not as the caller has seen it is refused with what changed.
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
        if (body.Value.Version is not { } seen)
            return Problem.Validation("version", "Indiquez la version du panier que vous validez.").ToHttp();
        var once = OnceOnly.Of(key.Value, seen);
        var needsApproval = NeedsApproval(caller, cancellationToken);
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var cart = (attempt == 0 ? Recall(caller, seen) : null) ?? await carts.Read(caller.Customer, caller.User, cancellationToken);
            var submits = await needsApproval;
            var wanted = cart.VisibleTo(caller);
            // A cart that was ordered with this key is empty: only then need the first answer be looked for.
            if (await Refusal(wanted, seen, caller.Customer, cancellationToken) is { } problem)
                return await Again(once, caller) ?? problem.ToHttp();
            var made = submits ? await submitting.CheckOut(wanted, caller) : await ordering.CheckOut(wanted, caller);
            var left = cart with { Items = [.. cart.Items.Except(wanted.Items)] };
            if (await Store(made, left, once, caller, lifecycles) is { } answer) return answer;
        }

        return CartProblems.Busy.ToHttp();
    }

    /// <summary>The cart that this process stored last, when it is the one that the caller has seen; else null.</summary>
    private Cart? Recall(Caller caller, string seen) =>
        carts.Recall(caller.Customer, caller.User) is { } cart && CartVersion.Of(cart.VisibleTo(caller)) == seen ? cart : null;

    /// <summary>A Superviseur's own cart needs nobody's approval.</summary>
    private Task<bool> NeedsApproval(Caller caller, CancellationToken cancellationToken) => caller.Profile is Profile.User
        ? customers.ApprovesOrders(caller.Customer, cancellationToken)
        : Task.FromResult(false);

    /// <summary>Stores what was made, or tells what was answered to the key before; null when the cart has changed meanwhile.</summary>
    private async Task<IResult?> Store(CheckedOut made, Cart left, OnceOnly? once, Caller caller, DurableTaskClient lifecycles)
    {
        switch (await made.Save(left, once?.Answer(made.Location, null, made.Body, made.Status)))
        {
            case SaveOutcome.Saved:
                made.Follow(lifecycles);
                return new StoredAnswer(made.Location, null, made.Body, made.Status);
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

    /// <summary>Why the cart cannot be ordered; null when it can. Assets that may have moved are looked at once more.</summary>
    private async Task<Problem?> Refusal(Cart cart, string seen, CustomerId customer, CancellationToken cancellationToken)
    {
        if (cart.Refusal(seen) is { } problem) return problem;
        var moved = await assets.MovedSince(cart, customer, clock.GetUtcNow(), cancellationToken);
        return moved.Count > 0 ? CartProblems.Moved(moved) : null;
    }

    private sealed record Form(string? Version);
}
