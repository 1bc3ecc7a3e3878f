using Dfm.Core.Accounts;

namespace Dfm.Core.Orders;

/// <summary>An accepted command as the lifecycle follows it.</summary>
/// <param name="Sequence">Counts from 1 (the placing) without gaps.</param>
/// <param name="Entry">What happened.</param>
/// <param name="By">Who did it.</param>
/// <param name="Order">The order after it.</param>
public sealed record OrderTransition(int Sequence, OrderEntry Entry, Actor By, Order Order);

/// <summary>What a command makes of an order.</summary>
/// <param name="Order">The order after it.</param>
/// <param name="Entry">The line in its journal.</param>
/// <param name="Transition">What the lifecycle is told; null for what does not concern it.</param>
public sealed record OrderChange(Order Order, OrderEntry Entry, OrderTransition? Transition);
