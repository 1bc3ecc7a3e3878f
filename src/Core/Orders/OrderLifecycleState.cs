using Dfm.Core.Accounts;
using Dfm.Core.Aggregates;

namespace Dfm.Core.Orders;

/// <summary>The state of an order's lifecycle, rebuilt from its events.</summary>
/// <param name="Last">The last transition that was processed.</param>
/// <param name="Reminded">Whether the order desk was reminded.</param>
public sealed record OrderLifecycleState(OrderTransition Last, bool Reminded = false)
{
    /// <summary>The order as of the last transition.</summary>
    public Order Order => Last.Order;

    /// <summary>The current state.</summary>
    public OrderState State => Order.State;

    /// <summary>The sequence of the next event; events may arrive more than once or out of order.</summary>
    public int Next => Last.Sequence + 1;

    /// <summary>When to remind the order desk that the order has not been validated; null when no reminder is due.</summary>
    public DateTimeOffset? RemindAt => State is OrderState.ExternalEntry && !Reminded ? Order.RemindAt : null;

    /// <summary>What a lifecycle is started anew with: it goes on from how the order stands, without a mail.</summary>
    public static OrderTransition Resume(Order order)
    {
        ArgumentNullException.ThrowIfNull(order);
        var by = Actor.Portal;
        return new(
            order.Transitions, new OrderEntry(order.Version, order.PlacedAt, OrderEntryKind.LineAdded, by.Name, by.Kind, order.State), by, order);
    }

    /// <summary>The lifecycle state after the next transition.</summary>
    public OrderLifecycleState After(OrderTransition transition) => this with { Last = transition };

    /// <summary>The lifecycle state after the reminder.</summary>
    public OrderLifecycleState AfterReminder() => this with { Reminded = true };

    /// <summary>The order as the staff queue shows it.</summary>
    /// <param name="from">The previous state; null for a new order.</param>
    public StaffQueueEntry<OrderState, OrderSummary> QueueEntry(OrderState? from) =>
        new(Order.Customer, Order.Number.Sequence, State, from, Order.RemindAt, Last.Entry.At, OrderSummary.Of(Order));
}
