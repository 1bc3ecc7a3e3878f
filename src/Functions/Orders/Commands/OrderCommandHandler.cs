using Dfm.Core.Orders;
using Dfm.Functions.Commands;
using Dfm.Functions.Orders.Storage;
using Dfm.Functions.Outbox;

namespace Dfm.Functions.Orders.Commands;

/// <summary>Executes commands on orders.</summary>
public sealed class OrderCommandHandler(
    CommandPipeline pipeline, IOrderStore orders, IStaffQueue<OrderNumber, OrderState, OrderSummary> queue)
    : AggregateCommandHandler<Order, OrderNumber, OrderEntry, OrderCommand, OrderChange>(pipeline, TableOrderStore.Schema)
{
    protected override Problem NotFound => OrderProblems.NotFound;

    protected override Task<WithJournal<Order, OrderEntry>?> Find(
        CustomerId customer, OrderNumber number, CancellationToken cancellationToken) =>
        orders.FindWithJournal(customer, number, cancellationToken);

    protected override Task<CustomerId?> OwnerOf(OrderNumber number, CancellationToken cancellationToken) =>
        queue.CustomerOf(number, cancellationToken);

    protected override bool IsVisible(Order aggregate, Caller caller) => caller.MaySee(aggregate.Site.Id);

    protected override Result<OrderChange> Decide(Order aggregate, OrderCommand command) => OrderDecisions.Decide(aggregate, command);

    protected override bool HasEffects(OrderCommand command) => OrderEffects.CanFollow(command);

    protected override OutboxEffect? EffectOf(OrderChange change, IReadOnlyList<OrderEntry> journal) => OrderEffects.Of(change);

    protected override Problem ChangedMeanwhile(Order stands) => OrderProblems.ChangedMeanwhile(stands.State);

    protected override Problem Conflict(Order last) => OrderProblems.Busy(last.State);
}
