using Dfm.Core.Orders;
using Dfm.Functions.Outbox;

namespace Dfm.Functions.Orders.Commands;

/// <summary>What follows from a command on an order: its orchestration is started, then gets an event for every transition.</summary>
public static class OrderEffects
{
    /// <summary>The orchestration that follows orders.</summary>
    public const string Orchestration = "OrderLifecycle";

    /// <summary>The external event that carries an <see cref="OrderTransition"/>.</summary>
    public const string Transitioned = "Transitioned";

    public static string InstanceId(OrderNumber number) => $"order-{number}";

    /// <summary>For an order that was placed.</summary>
    public static OutboxEffect Start(OrderChange placed) =>
        OutboxEffect.StartOrchestration(Orchestration, InstanceId(placed.Order.Number), placed.Transition);

    /// <summary>For an order whose lifecycle is started anew.</summary>
    public static OutboxEffect Resume(Order order) =>
        OutboxEffect.StartOrchestration(Orchestration, InstanceId(order.Number), OrderLifecycleState.Resume(order));

    /// <summary>Whether something can follow from the command.</summary>
    public static bool CanFollow(OrderCommand command) => command is not (AddLine or AddMessage);

    /// <summary>For a command on an order; null for a line that was added, and for a message.</summary>
    public static OutboxEffect? Of(OrderChange change) => change.Transition is { } transition
        ? OutboxEffect.RaiseEvent(InstanceId(change.Order.Number), Transitioned, transition)
        : null;
}
