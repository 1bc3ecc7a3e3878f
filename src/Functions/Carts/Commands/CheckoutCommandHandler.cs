using Dfm.Core.Approvals;
using Dfm.Core.Carts;
using Dfm.Core.Catalogue;
using Dfm.Core.Orders;
using Dfm.Core.Parc;
using Dfm.Functions.Approvals.Commands;
using Dfm.Functions.Approvals.Storage;
using Dfm.Functions.Carts.Storage;
using Dfm.Functions.Commands;
using Dfm.Functions.Http;
using Dfm.Functions.Orders.Commands;
using Dfm.Functions.Orders.Storage;
using Dfm.Functions.Storage;

namespace Dfm.Functions.Carts.Commands;

/// <summary>Checks carts out: one transaction empties the cart and stores its orders, or the approval that it needs.</summary>
public sealed class CheckoutCommandHandler(
    CommandPipeline pipeline,
    TableCartStore carts,
    IAssetStore assets,
    IConsumableStore consumables,
    ICustomerStore customers,
    Numbers<OrderNumber> orderNumbers,
    Numbers<ApprovalNumber> approvalNumbers,
    OrderPolicy policy,
    TimeProvider clock)
{
    /// <summary>Makes orders of the caller's cart, or an approval.</summary>
    /// <param name="caller">Whose cart.</param>
    /// <param name="seen">The <see cref="CartVersion"/> that the caller has seen.</param>
    /// <param name="idempotency">The request's Idempotency-Key, if it has one.</param>
    /// <param name="cancellationToken">Cancels the reads; the commit runs to completion.</param>
    public async Task<CommandOutcome<StoredResponse>> Execute(
        Caller caller, string seen, Idempotency? idempotency, CancellationToken cancellationToken)
    {
        await using var execution = pipeline.Begin(TableNames.Orders, caller.Customer);
        var needsApproval = NeedsApproval(caller, cancellationToken);
        return await execution.Run(Decide, () => CartProblems.Busy, idempotency);

        async Task<Result<StoredResponse>> Decide(UnitOfWork unit)
        {
            var catalogue = consumables.Version(cancellationToken);
            var loaded = await carts.Load(caller.Customer, caller.User, cancellationToken);
            var current = await consumables.Compare(loaded.Cart.VisibleTo(caller), await catalogue, cancellationToken);
            var now = clock.GetUtcNow();
            if (await Refusal(current, seen, caller.Customer, now, cancellationToken) is { } problem) return problem;
            TableCartStore.Write(unit, loaded, new Cart([.. loaded.Cart.Items.Except(current.Entered.Items)]));
            return unit.Respond(await needsApproval
                ? await Submit(unit, current.Orderable, caller, now)
                : await Place(unit, current.Orderable, caller, now));
        }
    }

    /// <summary>A Superviseur's own cart needs nobody's approval.</summary>
    private Task<bool> NeedsApproval(Caller caller, CancellationToken cancellationToken) => caller.Profile is Profile.User
        ? customers.ApprovesOrders(caller.Customer, cancellationToken)
        : Task.FromResult(false);

    /// <summary>Why the cart cannot be ordered; null when it can. Assets that may have moved are read again.</summary>
    private async Task<Problem?> Refusal(
        CurrentCart cart, string seen, CustomerId customer, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (cart.Refusal(seen) is { } problem) return problem;
        var moved = await assets.MovedSince(cart.Orderable, customer, now, cancellationToken);
        return moved.Count > 0 ? CartProblems.Moved(moved) : null;
    }

    private async Task<StoredResponse> Place(UnitOfWork unit, Cart wanted, Caller caller, DateTimeOffset now)
    {
        var orders = new List<OrderSummary>();
        foreach (var delivery in wanted.Deliveries())
        {
            var number = await orderNumbers.Next(CancellationToken.None);
            var placed = OrderDecisions.Place(number, caller.Customer, delivery.ToOrder(), Person.Of(caller), now, policy.RemindAt(now));
            unit.Add(TableOrderStore.Schema, placed, OrderEffects.Start(placed));
            orders.Add(OrderSummary.Of(placed.Order));
        }

        return Response(StatusCodes.Status201Created, null, orders, null);
    }

    private async Task<StoredResponse> Submit(UnitOfWork unit, Cart wanted, Caller caller, DateTimeOffset now)
    {
        var number = await approvalNumbers.Next(CancellationToken.None);
        var submitted = ApprovalDecisions.Submit(number, caller.Customer, wanted.Items, Person.Of(caller), now, policy.ExpiresAt(now));
        unit.Add(TableApprovalStore.Schema, submitted, ApprovalEffects.Start(submitted.Approval));
        return Response(StatusCodes.Status202Accepted, $"/api/approvals/{number}", [], ApprovalSummary.Of(submitted.Approval));
    }

    private static StoredResponse Response(
        int status, string? location, IReadOnlyList<OrderSummary> orders, ApprovalSummary? approval) =>
        StoredResponses.Of(new { Orders = orders, Approval = approval }, status, location);
}
