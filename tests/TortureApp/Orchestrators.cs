using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Dfm.TortureApp;

/// <param name="Count">How many events it waits for.</param>
/// <param name="Seen">The events of the runs before.</param>
public sealed record CountingInput(int Count, List<int>? Seen);

/// <summary>Orchestrations of all shapes. What comes of one depends on its input and its events alone.</summary>
public static class Orchestrators
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(30);

    /// <summary>So many activities one after the other, then as many beside each other, with a custom status between.</summary>
    [Function(nameof(Sequence))]
    public static async Task<int> Sequence([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var (id, count, number) = (context.InstanceId, context.GetInput<int>(), 1);
        for (var step = 0; step < count; step++) number = await context.DoubleAsync(id, $"step {step}", number);
        context.SetCustomStatus($"{count} done");
        return (await Task.WhenAll(Enumerable.Range(0, count).Select(part => context.DoubleAsync(id, $"part {part}", number + part)))).Sum();
    }

    /// <summary>Activities that fail: so many times under a policy and under a handler, and in the end in vain.</summary>
    [Function(nameof(Retrying))]
    public static async Task<string> Retrying([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var (id, failures) = (context.InstanceId, context.GetInput<int>());
        var inVain = context.CallActivityAsync<string>(nameof(Activities.FailAtFirst), new Work(id, "in vain", -1));
        var byPolicy = TaskOptions.FromRetryPolicy(new RetryPolicy(20, Moment, backoffCoefficient: 1.2));
        var byHandler = TaskOptions.FromRetryHandler(retry => retry.LastAttemptNumber < 20);
        var both = await Task.WhenAll(
            context.CallActivityAsync<string>(nameof(Activities.FailAtFirst), new Work(id, "policy", failures), byPolicy),
            context.CallActivityAsync<string>(nameof(Activities.FailAtFirst), new Work(id, "handler", failures), byHandler));
        context.SetCustomStatus(both);
        return await inVain;
    }

    /// <summary>Sub-orchestrations beside each other, with ids of their own and without, in generations, tried again, and failing.</summary>
    [Function(nameof(Parenting))]
    public static async Task<List<string>> Parenting([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var (id, count) = (context.InstanceId, context.GetInput<int>());
        var children = Enumerable.Range(0, 2 * count).Select(n => context.CallSubOrchestratorAsync<int>(
            nameof(Child), new Work(id, $"child {n}", n), new SubOrchestrationOptions(instanceId: n < count ? $"{id}-{n}" : null)));
        var results = (await Task.WhenAll(children)).Select(number => $"{number}").ToList();
        var retry = TaskRetryOptions.FromRetryPolicy(new RetryPolicy(10, Moment));
        results.Add(await context.CallSubOrchestratorAsync<string>(
            nameof(FailingChild), new Work(id, "persistent", 2), new SubOrchestrationOptions(retry, $"{id}-persistent")));
        try
        {
            await context.CallSubOrchestratorAsync<string>(
                nameof(FailingChild), new Work(id, "hopeless", -1), new SubOrchestrationOptions(instanceId: $"{id}-hopeless"));
        }
        catch (TaskFailedException failure)
        {
            results.Add($"{failure.FailureDetails.ErrorMessage} {failure.FailureDetails.InnerFailure?.ErrorMessage}");
        }

        return results;
    }

    /// <summary>Doubles its number after a pause; an odd one's child goes on.</summary>
    [Function(nameof(Child))]
    public static async Task<int> Child([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var work = context.GetInput<Work>()!;
        await context.CreateTimer(Moment, CancellationToken.None);
        var number = await context.DoubleAsync(work.Owner, work.Step, work.Number);
        if (work.Number % 2 == 0) return number;
        return await context.CallSubOrchestratorAsync<int>(nameof(Child), new Work(work.Owner, work.Step + "'", number));
    }

    /// <summary>Fails with its activity, some times or always.</summary>
    [Function(nameof(FailingChild))]
    public static Task<string> FailingChild([OrchestrationTrigger] TaskOrchestrationContext context) =>
        context.CallActivityAsync<string>(nameof(Activities.FailAtFirst), context.GetInput<Work>()!);

    /// <summary>Races timers against so many events of one name and then of another, and at last against one that nobody raises.</summary>
    [Function(nameof(Collecting))]
    public static async Task<List<string>> Collecting([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var (count, texts) = (context.GetInput<int>(), new List<string>());
        await context.DoubleAsync(context.InstanceId, "before", count);
        foreach (var name in new[] { "First", "Second" })
        {
            var seen = new HashSet<int>();
            while (seen.Count < count)
            {
                var number = await context.NextAsync(name, Hour);
                if (seen.Add(number!.Value)) texts.Add($"{name} {number}");
                context.SetCustomStatus($"{name} {seen.Count}");
            }
        }

        texts.Add(await context.NextAsync("Never", Moment) is null ? "the time is up" : "not raised by anybody");
        return texts;
    }

    /// <summary>A new run after each event; events that come meanwhile are kept from one run to the next.</summary>
    [Function(nameof(Counting))]
    public static async Task<List<int>> Counting([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var input = context.GetInput<CountingInput>()!;
        var seen = input.Seen ?? [];
        var number = await context.WaitForExternalEvent<int>("First");
        if (!seen.Contains(number))
        {
            await context.DoubleAsync(context.InstanceId, "count", number);
            seen.Add(number);
        }

        context.SetCustomStatus($"{seen.Count} of {input.Count}");
        if (seen.Count < input.Count) context.ContinueAsNew(input with { Seen = [.. seen.Order()] });
        // Those that are kept from one run to the next may be overtaken by new ones.
        return [.. seen.Order()];
    }

    /// <summary>Sends requests, and waits until their handlers have answered those that are.</summary>
    [Function(nameof(Mailing))]
    public static async Task<List<int>> Mailing([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var input = context.GetInput<List<Request>>()!;
        var requests = input.Select((request, n) => request with { Owner = context.InstanceId, Number = n }).ToList();
        await context.CallActivityAsync<int>(nameof(Activities.SendRequests), requests, Steps.Insist);
        var handled = new SortedSet<int>();
        while (handled.Count < requests.Count(request => request.Kind == "Answered"))
            handled.Add(await context.WaitForExternalEvent<int>("Handled"));
        return [.. handled];
    }

    /// <summary>Waits for what never comes, as does its child: they are there to be terminated.</summary>
    [Function(nameof(Waiting))]
    public static Task<string> Waiting([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var options = new SubOrchestrationOptions(instanceId: $"{context.InstanceId}-child");
        return context.GetInput<bool>() ? context.CallSubOrchestratorAsync<string>(nameof(Waiting), false, options)
            : context.WaitForExternalEvent<string>("Never");
    }
}
