using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Dfm.LocalHost.Tests.Behaviours;

/// <summary>Orchestrators and activities that show one behaviour each.</summary>
public static class BehaviourFunctions
{
    [Function(nameof(Echo))]
    public static Task<string> Echo([OrchestrationTrigger] TaskOrchestrationContext context) => Task.FromResult(context.GetInput<string>()!);
}
