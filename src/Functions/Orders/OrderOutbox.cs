using Dfm.Core.Orders;
using Dfm.Functions.Lifecycles;
using Dfm.Functions.Storage;
using Microsoft.DurableTask.Client;

namespace Dfm.Functions.Orders;

/// <summary>Tells the lifecycles of orders at once what the outbox holds for them.</summary>
internal static class OrderOutbox
{
    /// <summary>Starts the lifecycle of an order that was just stored.</summary>
    public static void Placed(this Outbox outbox, DurableTaskClient lifecycles, OrderTransition placed) =>
        outbox.Dispatch(lifecycles, placed, OrderLifecycle.Start(placed));

    /// <summary>Tells of a transition that was just stored.</summary>
    public static void Moved(this Outbox outbox, DurableTaskClient lifecycles, OrderTransition moved) =>
        outbox.Dispatch(lifecycles, moved, OrderLifecycle.Signal(moved));

    private static void Dispatch(this Outbox outbox, DurableTaskClient lifecycles, OrderTransition transition, OutboxEffect effect) =>
        outbox.Dispatch(lifecycles, TableNames.Orders, transition.Order.Customer, transition.Order.Number.Sequence, effect);
}
