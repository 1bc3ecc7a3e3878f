using Dfm.Core;
using Dfm.Core.Dits;
using Dfm.Functions.Lifecycles;
using Dfm.Functions.Notifications;
using Dfm.Functions.Security;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Dfm.Functions.Dits;

/// <summary>
/// Follows one DIT from its raising to its end: keeps the staff's queue and the asset's open DITs, asks for every mail, reminds the
/// service desk when nobody plans in time, and closes five working days after the work was done. The DIT's row arbitrates; this follows.
/// </summary>
public static class DitLifecycle
{
    /// <summary>The external event that carries a <see cref="DitTransition"/>.</summary>
    public const string Moved = "Moved";

    /// <summary>The instance that follows a DIT.</summary>
    public static string InstanceId(DitNumber number) => $"dit-{number}";

    /// <summary>The effect that starts following a DIT that was raised.</summary>
    internal static OutboxEffect Start(Dit raised) => OutboxEffect.Start(nameof(DitLifecycle), InstanceId(raised.Number), raised);

    /// <summary>The effect that tells of a transition.</summary>
    internal static OutboxEffect Signal(DitNumber number, DitTransition moved) => OutboxEffect.Signal(InstanceId(number), Moved, moved);

    /// <summary>Runs until the DIT is closed or cancelled; returns the state it ended in.</summary>
    [Function(nameof(DitLifecycle))]
    [Audience(Audience.Platform)]
    public static async Task<string> Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var story = DitStory.Begin(context.GetInput<Dit>()!);
        await Follow(context, story, from: null);
        var signals = new OrderedSignals<DitTransition>(context, Moved, moved => moved.Sequence);
        while (story.State.IsOpen())
        {
            if (await signals.Next(story.Next, story.Deadline?.At) is { } moved)
            {
                var from = story.State;
                story = story.After(moved);
                await Follow(context, story, from);
            }
            else
            {
                await Act(context, story);
                story = story.AfterDeadline();
            }
        }

        return story.State.ToString();
    }

    private static async Task Follow(TaskOrchestrationContext context, DitStory story, DitState? from)
    {
        context.SetCustomStatus(new LifecycleStatus<DitState>(story.State, CancellationWindow.For(story.State).Open));
        var dit = story.Raised;
        List<Task> effects =
        [
            context.CallActivityAsync(nameof(FileInStaffQueue), new FileInStaffQueueInput(story, from), Retries.Storage),
            .. DitMails.For(story).Select(mail => context.CallActivityAsync(nameof(AskForMail), mail, Retries.Storage)),
        ];
        if (from is null || !story.State.IsOpen())
        {
            var asset = new ShowOpenDitsInput(dit.Customer, dit.Subject.Asset);
            effects.Add(context.CallActivityAsync(nameof(ShowOpenDits), asset, Retries.Storage));
        }

        await Task.WhenAll(effects);
    }

    private static Task Act(TaskOrchestrationContext context, DitStory story) => story.Deadline?.Kind switch
    {
        DeadlineKind.Remind => context.CallActivityAsync(nameof(RemindServiceDesk), story.Raised, Retries.Storage),
        DeadlineKind.Close => context.CallActivityAsync(
            nameof(CloseAutomatically), new CloseAutomaticallyInput(story.Raised.Customer, story.Raised.Number, story.Last.Sequence), Retries.Storage),
        _ => throw new InvalidOperationException("Nothing to act upon."),
    };
}
