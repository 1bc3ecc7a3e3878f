using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Dfm.TortureApp.Orchestrators;

/// <summary>Waits for what never comes, as does its child if it has one: they are there to be terminated.</summary>
public sealed class Waiting
{
    [Function(nameof(Waiting))]
    public async Task<string> Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        if (context.GetInput<bool>())
            return await context.CallSubOrchestratorAsync<string>(
                nameof(Waiting), false, new SubOrchestrationOptions(instanceId: $"{context.InstanceId}-child"));
        return await context.WaitForExternalEvent<string>("Never");
    }
}
