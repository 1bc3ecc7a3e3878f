using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Dfm.TortureApp.Orchestrators;

/// <summary>Sub-orchestrations: beside each other, with ids of their own and without, tried again, failing, and in generations.</summary>
public sealed class Parenting
{
    [Function(nameof(Parenting))]
    public async Task<List<string>> Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var count = context.GetInput<int>();
        var id = context.InstanceId;
        var named = Enumerable.Range(0, count).Select(n => context.CallSubOrchestratorAsync<int>(
            nameof(Child), new ChildInput(id, $"named {n}", n, count), new SubOrchestrationOptions(instanceId: $"{id}-{n}")));
        var unnamed = Enumerable.Range(0, count).Select(n => context.CallSubOrchestratorAsync<int>(
            nameof(Child), new ChildInput(id, $"unnamed {n}", n, 0)));
        var results = (await Task.WhenAll(named.Concat(unnamed))).Select(number => $"{number}").ToList();

        var retry = TaskRetryOptions.FromRetryPolicy(new RetryPolicy(10, TimeSpan.FromMilliseconds(10)));
        var persistent = new SubOrchestrationOptions(retry, $"{id}-persistent");
        results.Add(await context.CallSubOrchestratorAsync<string>(nameof(FailingChild), new Work(id, "persistent", 2), persistent));
        try
        {
            var hopeless = new SubOrchestrationOptions(instanceId: $"{id}-hopeless");
            await context.CallSubOrchestratorAsync<string>(nameof(FailingChild), new Work(id, "hopeless", 0), hopeless);
        }
        catch (TaskFailedException failure)
        {
            results.Add($"{failure.FailureDetails.ErrorMessage} {failure.FailureDetails.InnerFailure?.ErrorMessage}");
        }

        return results;
    }
}
