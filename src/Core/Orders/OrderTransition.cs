using Dfm.Core.Accounts;
using Dfm.Core.Aggregates;

namespace Dfm.Core.Orders;

/// <summary>An accepted command, as an event to the lifecycle.</summary>
/// <param name="Sequence">Counts from 1 (the placing) without gaps.</param>
/// <param name="Order">The order after the command.</param>
public sealed record OrderTransition(int Sequence, OrderEntry Entry, Actor By, Order Order);

/// <summary>The result of an accepted command, stored in one transaction.</summary>
/// <param name="Order">The order after the command.</param>
/// <param name="Transition">The event to the lifecycle; null when it is not concerned.</param>
public sealed record OrderChange(Order Order, OrderEntry Entry, OrderTransition? Transition) : IChange<Order, OrderEntry>
{
    Order IChange<Order, OrderEntry>.Aggregate => Order;
}
