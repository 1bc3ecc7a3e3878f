using Dfm.TortureApp.Activities;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Dfm.TortureApp.Orchestrators;

/// <summary>Activities that fail: tried again by a policy, by a handler, and in vain.</summary>
public sealed class Retrying
{
    private const int Attempts = 20;

    [Function(nameof(Retrying))]
    public async Task<string> Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var failures = context.GetInput<int>();
        var byPolicy = TaskOptions.FromRetryPolicy(new RetryPolicy(Attempts, TimeSpan.FromMilliseconds(10)));
        var byHandler = TaskOptions.FromRetryHandler(retry => retry.LastAttemptNumber < Attempts);
        var both = await Task.WhenAll(
            context.CallActivityAsync<string>(nameof(FailAtFirst), new Work(context.InstanceId, "policy", failures), byPolicy),
            context.CallActivityAsync<string>(nameof(FailAtFirst), new Work(context.InstanceId, "handler", failures), byHandler));
        try
        {
            var twice = TaskOptions.FromRetryPolicy(new RetryPolicy(2, TimeSpan.FromMilliseconds(10)));
            await context.CallActivityAsync(nameof(FailAlways), new Work(context.InstanceId, "last", 0), twice);
            return "not reached";
        }
        catch (TaskFailedException failure)
        {
            return $"{string.Join(", ", both)}; {failure.FailureDetails.ErrorMessage}";
        }
    }
}
