using Dfm.TortureApp.Activities;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Dfm.TortureApp.Orchestrators;

/// <summary>A sub-orchestration that fails with its activity, some times or always.</summary>
public sealed class FailingChild
{
    [Function(nameof(FailingChild))]
    public Task<string> Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var work = context.GetInput<Work>()!;
        return context.CallActivityAsync<string>(work.Number == 0 ? nameof(FailAlways) : nameof(FailAtFirst), work);
    }
}
