using Dfm.Core.Dits;
using Dfm.Functions.Dits.Commands;
using Dfm.Functions.Lifecycles;
using Dfm.Functions.Mail;
using Dfm.Functions.Security;
using Microsoft.DurableTask;

namespace Dfm.Functions.Dits.Lifecycle;

/// <summary>
/// Follows one DIT from its raising to its end: keeps the staff's queue and the asset's open DITs, enqueues every mail, reminds the
/// service desk when nobody plans in time, and closes five working days after the work was done. The DIT's row decides; this follows it.
/// </summary>
public static class DitLifecycle
{
    /// <summary>Runs until the DIT is closed or cancelled; returns the state it ended in.</summary>
    [Function(DitEffects.Orchestration), Audience(Audience.Platform)]
    public static async Task<string> Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var current = DitLifecycleState.Begin(context.GetInput<Dit>()!);
        await Follow(context, current, from: null);
        var transitions = new OrderedEvents<DitTransition>(context, DitEffects.Transitioned, transition => transition.Sequence);
        while (current.State.IsOpen())
        {
            if (await transitions.Next(current.Next, current.Deadline?.At) is { } transition)
            {
                var from = current.State;
                current = current.After(transition);
                await Follow(context, current, from);
            }
            else
            {
                await Act(context, current);
                current = current.AfterDeadline();
            }
        }

        return current.State.ToString();
    }

    private static async Task Follow(TaskOrchestrationContext context, DitLifecycleState current, DitState? from)
    {
        context.SetCustomStatus(new LifecycleStatus<DitState>(current.State, current.State.CancellationWindow().Open));
        var dit = current.Raised;
        List<Task> effects =
        [
            context.CallActivityAsync(nameof(UpdateDitQueue), current.QueueEntry(from), Retries.Storage),
            .. DitMails.For(current).Select(mail => context.CallActivityAsync(nameof(EnqueueEmail), mail, Retries.Storage)),
        ];
        if (from is null || !current.State.IsOpen())
        {
            var asset = new UpdateOpenDitsInput(dit.Customer, dit.Subject.Asset);
            effects.Add(context.CallActivityAsync(nameof(UpdateOpenDits), asset, Retries.Storage));
        }

        await Task.WhenAll(effects);
    }

    private static Task Act(TaskOrchestrationContext context, DitLifecycleState current) => current.Deadline?.Kind switch
    {
        DeadlineKind.Remind => context.CallActivityAsync(nameof(RemindServiceDesk), current.Raised, Retries.Storage),
        DeadlineKind.Close => context.CallActivityAsync(
            nameof(CloseAutomatically), new CloseAutomaticallyInput(current.Raised.Customer, current.Raised.Number, current.Last.Sequence), Retries.Storage),
        _ => throw new InvalidOperationException("Nothing to act upon."),
    };
}
