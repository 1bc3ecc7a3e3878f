using Microsoft.DurableTask;

namespace Dfm.LocalRuntime.Durable;

/// <summary>The orchestrators and activities of the application.</summary>
internal interface IDurableFunctions
{
    /// <summary>Runs an orchestrator; its exceptions, and that of an unknown name, reach the caller.</summary>
    Task<object?> RunOrchestratorAsync(string name, TaskOrchestrationContext context);

    /// <summary>Runs an activity; input and result are JSON. Its exceptions, and that of an unknown name, reach the caller.</summary>
    Task<string?> RunActivityAsync(string name, string? input, CancellationToken cancellationToken);
}
