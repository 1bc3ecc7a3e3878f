using Dfm.Core.Orders;
using Dfm.Functions.Lifecycles;
using Dfm.Functions.Mail;
using Dfm.Functions.Orders.Commands;
using Dfm.Functions.Security;
using Microsoft.DurableTask;

namespace Dfm.Functions.Orders.Lifecycle;

/// <summary>
/// Follows one order from its placing to its end: keeps the staff's queue, enqueues every mail, and reminds the desk when nobody validates
/// in time. The order's row decides; this follows it.
/// </summary>
public static class OrderLifecycle
{
    /// <summary>Runs until the order is delivered or cancelled; returns the state it ended in.</summary>
    [Function(OrderEffects.Orchestration), Audience(Audience.Platform)]
    public static async Task<string> Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var current = new OrderLifecycleState(context.GetInput<OrderTransition>()!);
        await Follow(context, current, from: null);
        var transitions = new OrderedEvents<OrderTransition>(context, OrderEffects.Transitioned, transition => transition.Sequence);
        while (current.State.IsOpen())
        {
            if (await transitions.Next(current.Next, current.RemindAt) is { } transition)
            {
                var from = current.State;
                current = current.After(transition);
                await Follow(context, current, from);
            }
            else
            {
                await context.CallActivityAsync(nameof(RemindOrderDesk), current.Order, Retries.Storage);
                current = current.AfterReminder();
            }
        }

        return current.State.ToString();
    }

    private static Task Follow(TaskOrchestrationContext context, OrderLifecycleState current, OrderState? from)
    {
        context.SetCustomStatus(new LifecycleStatus<OrderState>(current.State, current.State.CancellationWindow().Open));
        return Task.WhenAll(
        [
            context.CallActivityAsync(nameof(UpdateOrderQueue), current.QueueEntry(from), Retries.Storage),
            .. OrderMails.For(current).Select(mail => context.CallActivityAsync(nameof(EnqueueEmail), mail, Retries.Storage)),
        ]);
    }
}
