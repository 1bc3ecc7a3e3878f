using System.Collections.Concurrent;
using Dfm.LocalRuntime.Durable;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Converters;

namespace Dfm.LocalRuntime.Tests.Durable;

/// <summary>Orchestrators and activities that are lambdas. Survives the engines that run them, as storage does.</summary>
internal sealed class TestFunctions : IDurableFunctions
{
    private readonly Dictionary<string, Func<TaskOrchestrationContext, Task<object?>>> orchestrators = [];
    private readonly Dictionary<string, Func<string?, CancellationToken, Task<string?>>> activities = [];

    /// <summary>How often each activity has run.</summary>
    public ConcurrentDictionary<string, int> Runs { get; } = new();

    public TestFunctions Orchestrator(string name, Func<TaskOrchestrationContext, Task<object?>> body)
    {
        orchestrators[name] = body;
        return this;
    }

    public TestFunctions Activity<TIn, TOut>(string name, Func<TIn?, CancellationToken, Task<TOut>> body)
    {
        activities[name] = async (input, token) =>
            JsonDataConverter.Default.Serialize(await body(JsonDataConverter.Default.Deserialize<TIn>(input), token));
        return this;
    }

    public TestFunctions Activity<TIn, TOut>(string name, Func<TIn?, TOut> body) =>
        Activity<TIn, TOut>(name, (input, _) => Task.FromResult(body(input)));

    public Task<object?> RunOrchestratorAsync(string name, TaskOrchestrationContext context) => orchestrators[name](context);

    public Task<string?> RunActivityAsync(string name, string? input, CancellationToken cancellationToken)
    {
        Runs.AddOrUpdate(name, 1, (_, runs) => runs + 1);
        return activities[name](input, cancellationToken);
    }
}
