namespace Dfm.Core.Orders;

/// <summary>What an order's lifecycle knows: a state of its own, rebuilt from the signals.</summary>
/// <param name="Last">The transition that was followed last.</param>
/// <param name="Reminded">Whether the desk was reminded.</param>
public sealed record OrderStory(OrderTransition Last, bool Reminded = false)
{
    /// <summary>The order as of the last transition.</summary>
    public Order Order => Last.Order;

    /// <summary>The state that stands.</summary>
    public OrderState State => Order.State;

    /// <summary>The sequence of the signal that has to come next; signals may come twice or out of order.</summary>
    public int Next => Last.Sequence + 1;

    /// <summary>When the desk is to be reminded that nobody has validated the order; null when there is no need.</summary>
    public DateTimeOffset? RemindAt => State is OrderState.ExternalEntry && !Reminded ? Order.RemindAt : null;

    /// <summary>The story after the signal that had to come next.</summary>
    public OrderStory After(OrderTransition transition) => this with { Last = transition };

    /// <summary>The story after the desk was reminded.</summary>
    public OrderStory AfterReminder() => this with { Reminded = true };
}
