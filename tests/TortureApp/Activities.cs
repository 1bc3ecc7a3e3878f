using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Dfm.TortureApp;

/// <summary>A piece of work.</summary>
/// <param name="Owner">The orchestration that it is done for.</param>
/// <param name="Step">Names the piece among those of its owner.</param>
/// <param name="Number">What to work with.</param>
public sealed record Work(string Owner, string Step, int Number);

/// <summary>All activities. Done again, each has the same effect.</summary>
public sealed class Activities(ServiceBusClient bus, Effects effects)
{
    /// <summary>Doubles a number.</summary>
    [Function(nameof(DoubleIt))]
    public async Task<int> DoubleIt([ActivityTrigger] Work work)
    {
        await effects.RecordAsync(work.Owner, $"{work.Step} doubles {work.Number}");
        return 2 * work.Number;
    }

    /// <summary>Fails as often as the number says, with a negative one always. It counts in storage: a new process goes on.</summary>
    [Function(nameof(FailAtFirst))]
    public async Task<string> FailAtFirst([ActivityTrigger] Work work)
    {
        if (work.Number < 0) throw new InvalidOperationException($"{work.Step} never succeeds.");
        for (var failure = 1; failure <= work.Number; failure++)
        {
            var effect = $"{work.Step} fails {failure}";
            if (await effects.ContainsAsync(work.Owner, effect)) continue;
            await effects.RecordAsync(work.Owner, effect);
            throw new TimeoutException($"{work.Step} failed for the time {failure}.");
        }

        return $"{work.Step} succeeded";
    }

    /// <summary>Sends requests. Sent again, they have the same ids.</summary>
    [Function(nameof(SendRequests))]
    public async Task<int> SendRequests([ActivityTrigger] List<Request> requests)
    {
        foreach (var queue in requests.GroupBy(request => request.Queue))
        {
            await using var sender = bus.CreateSender(queue.Key);
            await sender.SendMessagesAsync(queue.Select(request => request.ToMessage()));
        }

        foreach (var request in requests) await effects.RecordAsync(request.Owner, $"{request.Number} is sent");
        return requests.Count;
    }
}

/// <summary>What many orchestrators do.</summary>
internal static class Steps
{
    /// <summary>Tries again until it succeeds, whatever storage does.</summary>
    public static TaskOptions Insist { get; } = TaskOptions.FromRetryPolicy(new RetryPolicy(50, TimeSpan.FromMilliseconds(20)));

    public static Task<int> DoubleAsync(this TaskOrchestrationContext context, string owner, string step, int number) =>
        context.CallActivityAsync<int>(nameof(Activities.DoubleIt), new Work(owner, step, number), Insist);

    /// <summary>The number of the next event of a name; null when the time is up before.</summary>
    public static async Task<int?> NextAsync(this TaskOrchestrationContext context, string name, TimeSpan limit)
    {
        using var cancellation = new CancellationTokenSource();
        var timer = context.CreateTimer(limit, cancellation.Token);
        var raised = context.WaitForExternalEvent<int>(name);
        if (await Task.WhenAny(timer, raised) == timer) return null;
#pragma warning disable CA1849 // An orchestrator must not leave its thread, as CancelAsync does.
        cancellation.Cancel();
#pragma warning restore CA1849
        return await raised;
    }
}
