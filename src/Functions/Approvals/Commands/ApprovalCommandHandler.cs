using Dfm.Core.Approvals;
using Dfm.Core.Catalogue;
using Dfm.Core.Orders;
using Dfm.Core.Parc;
using Dfm.Functions.Approvals.Storage;
using Dfm.Functions.Carts.Storage;
using Dfm.Functions.Commands;
using Dfm.Functions.Orders.Commands;
using Dfm.Functions.Orders.Storage;
using Dfm.Functions.Outbox;
using Dfm.Functions.Storage;

namespace Dfm.Functions.Approvals.Commands;

/// <summary>Executes commands on approvals: with them, their orders are stored, or their articles go back into the cart.</summary>
public sealed class ApprovalCommandHandler(
    CommandPipeline pipeline,
    IApprovalStore approvals,
    TableCartStore carts,
    IAssetStore assets,
    IConsumableStore consumables,
    Numbers<OrderNumber> numbers,
    OrderPolicy policy)
    : AggregateCommandHandler<Approval, ApprovalNumber, ApprovalEntry, ApprovalCommand, ApprovalChange>(pipeline, TableApprovalStore.Schema)
{
    protected override Problem NotFound => ApprovalProblems.NotFound;

    /// <summary>
    /// Approves: whether assets have moved, prices have changed, and how many orders there will be, depends on what was submitted.
    /// </summary>
    public Task<CommandOutcome<StoredResponse>> Approve(
        Caller caller,
        string number,
        DateTimeOffset at,
        CommandConditions conditions,
        Func<Executed<Approval, ApprovalEntry>, StoredResponse> respond,
        CancellationToken cancellationToken)
    {
        // The first time beside the approval; after a conflict again, since an import may have ended in between.
        Task<string?>? ahead = consumables.Version(cancellationToken);
        return Execute(caller, number, Command, conditions, respond, cancellationToken);

        async Task<Result<ApprovalCommand>> Command(Approval current)
        {
            var reading = ahead ?? consumables.Version(cancellationToken);
            ahead = null;
            return await Approve(current, caller, at, await reading, cancellationToken);
        }
    }

    protected override async Task<WithJournal<Approval, ApprovalEntry>?> Find(
        CustomerId customer, ApprovalNumber number, CancellationToken cancellationToken) =>
        await approvals.Find(customer, number, cancellationToken) is { } found ? new(found, []) : null;

    protected override bool IsVisible(Approval aggregate, Caller caller) => aggregate.IsVisibleTo(caller);

    protected override Result<ApprovalChange> Decide(Approval aggregate, ApprovalCommand command) =>
        ApprovalDecisions.Decide(aggregate, command);

    protected override bool HasEffects(ApprovalCommand command) => true;

    protected override OutboxEffect? EffectOf(ApprovalChange change, IReadOnlyList<ApprovalEntry> journal) =>
        ApprovalEffects.Of(change.Approval);

    protected override async Task Include(UnitOfWork unit, Approval before, ApprovalChange change, CancellationToken cancellationToken)
    {
        foreach (var order in change.Placed) unit.Add(TableOrderStore.Schema, order, OrderEffects.Start(order));
        if (change.Returned.Count == 0) return;
        var loaded = await carts.Load(before.Customer, before.RequestedBy.User, cancellationToken);
        TableCartStore.Write(unit, loaded, loaded.Cart.WithReturned(change.Returned));
    }

    protected override Problem ChangedMeanwhile(Approval stands) => ApprovalProblems.ChangedMeanwhile(stands.State);

    protected override Problem Conflict(Approval last) => ApprovalProblems.Busy(last.State);

    private async Task<Result<ApprovalCommand>> Approve(
        Approval current, Caller by, DateTimeOffset at, string? catalogue, CancellationToken cancellationToken)
    {
        if (current.State is not ApprovalState.Pending) return ApprovalProblems.AlreadyDecided(current);
        var cart = current.ToCart();
        var moving = assets.MovedSince(cart, current.Customer, at, cancellationToken);
        var changed = (await consumables.Compare(cart, catalogue, cancellationToken)).Changes;
        var moved = await moving;
        var orders = new List<OrderNumber>();
        foreach (var _ in cart.Deliveries()) orders.Add(await numbers.Next(cancellationToken));
        return new Approve(at, by.Name, moved, changed, orders, policy.RemindAt(at)) { User = by.User };
    }
}
