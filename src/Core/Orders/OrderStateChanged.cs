using Dfm.Core.Webhooks;

namespace Dfm.Core.Orders;

/// <summary>What webhooks are told of an order.</summary>
/// <param name="PreviousState">Null when it was placed.</param>
/// <param name="Version">Orders the events of one order, which may arrive in another order than they happened.</param>
public sealed record OrderStateChanged(OrderSummary Order, OrderState? PreviousState, int Version)
{
    /// <summary>The event of a change; null where the state is the same as before.</summary>
    /// <param name="before">Null for an order that was placed.</param>
    public static WebhookEvent? Of(Order? before, Order after, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(after);
        if (before?.State == after.State) return null;
        var data = new OrderStateChanged(OrderSummary.Of(after), before?.State, after.Version);
        return WebhookEvent.Create($"order-{after.Number}-{after.Version}", WebhookEventType.OrderStateChanged, at, after.Customer, data);
    }
}
