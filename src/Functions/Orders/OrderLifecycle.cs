using Dfm.Core;
using Dfm.Core.Orders;
using Dfm.Functions.Lifecycles;
using Dfm.Functions.Notifications;
using Dfm.Functions.Security;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Dfm.Functions.Orders;

/// <summary>
/// Follows one order from its placing to its end: keeps the staff's queue, asks for every mail, and reminds the desk when nobody validates
/// in time. The order's row arbitrates; this follows.
/// </summary>
public static class OrderLifecycle
{
    /// <summary>The external event that carries an <see cref="OrderTransition"/>.</summary>
    public const string Moved = "Moved";

    /// <summary>The instance that follows an order.</summary>
    public static string InstanceId(OrderNumber number) => $"order-{number}";

    /// <summary>The effect that starts following an order that was placed.</summary>
    internal static OutboxEffect Start(OrderTransition placed) =>
        OutboxEffect.Start(nameof(OrderLifecycle), InstanceId(placed.Order.Number), placed);

    /// <summary>The effect that tells of a transition.</summary>
    internal static OutboxEffect Signal(OrderTransition moved) => OutboxEffect.Signal(InstanceId(moved.Order.Number), Moved, moved);

    /// <summary>Runs until the order is delivered or cancelled; returns the state it ended in.</summary>
    [Function(nameof(OrderLifecycle)), Audience(Audience.Platform)]
    public static async Task<string> Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var story = new OrderStory(context.GetInput<OrderTransition>()!);
        await Follow(context, story, from: null);
        var signals = new OrderedSignals<OrderTransition>(context, Moved, moved => moved.Sequence);
        while (story.State.IsOpen())
        {
            if (await signals.Next(story.Next, story.RemindAt) is { } moved)
            {
                var from = story.State;
                story = story.After(moved);
                await Follow(context, story, from);
            }
            else
            {
                await context.CallActivityAsync(nameof(RemindOrderDesk), story.Order, Retries.Storage);
                story = story.AfterReminder();
            }
        }

        return story.State.ToString();
    }

    private static Task Follow(TaskOrchestrationContext context, OrderStory story, OrderState? from)
    {
        context.SetCustomStatus(new LifecycleStatus<OrderState>(story.State, CancellationWindow.For(story.State).Open));
        var filing = new FileInOrderQueueInput(story.Last, from);
        return Task.WhenAll(
        [
            context.CallActivityAsync(nameof(FileInOrderQueue), filing, Retries.Storage),
            .. OrderMails.For(story).Select(mail => context.CallActivityAsync(nameof(AskForMail), mail, Retries.Storage)),
        ]);
    }
}
