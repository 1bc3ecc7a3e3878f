using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Dfm.TortureApp.Orchestrators;

/// <summary>Timers against timers, against an event that nobody raises, and against an activity; the loser is cancelled.</summary>
public sealed class Racing
{
    [Function(nameof(Racing))]
    public async Task<List<string>> Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var milliseconds = context.GetInput<int>();
        var winners = new List<string>();
        using (var loser = new CancellationTokenSource())
        {
            var fast = context.CreateTimer(TimeSpan.FromMilliseconds(milliseconds), CancellationToken.None);
            var slow = context.CreateTimer(TimeSpan.FromHours(1), loser.Token);
            winners.Add(await Task.WhenAny(slow, fast) == fast ? "the fast timer" : "the slow timer");
            Cancel(loser);
        }

        try
        {
            winners.Add(await context.WaitForExternalEvent<string>("Never", TimeSpan.FromMilliseconds(milliseconds)));
        }
        catch (TaskCanceledException)
        {
            winners.Add("the timeout");
        }

        using (var loser = new CancellationTokenSource())
        {
            var activity = context.DoubleAsync("race", milliseconds);
            var timer = context.CreateTimer(TimeSpan.FromHours(1), loser.Token);
            winners.Add(await Task.WhenAny(timer, activity) == activity ? "the activity" : "the timer");
            Cancel(loser);
        }

        return winners;
    }

    private static void Cancel(CancellationTokenSource source)
    {
#pragma warning disable CA1849 // An orchestrator must not leave its thread, as CancelAsync does.
        source.Cancel();
#pragma warning restore CA1849
    }
}
