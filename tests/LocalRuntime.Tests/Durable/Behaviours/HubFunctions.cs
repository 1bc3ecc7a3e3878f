using System.Collections.Concurrent;
using Microsoft.DurableTask;

namespace Dfm.LocalRuntime.Tests.Durable.Behaviours;

/// <summary>Orchestrators and activities that are lambdas, for any engine.</summary>
public sealed class HubFunctions
{
    /// <summary>The orchestrators by name.</summary>
    public Dictionary<string, OrchestratorFunction> Orchestrators { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The activities by name.</summary>
    public Dictionary<string, ActivityFunction> Activities { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>How often each activity has run.</summary>
    public ConcurrentDictionary<string, int> Runs { get; } = new();

    /// <summary>Receives what the orchestrators log.</summary>
    public LogRecorder Log { get; } = new();

    /// <summary>Adds an orchestrator without input.</summary>
    public HubFunctions Orchestrator(string name, Func<TaskOrchestrationContext, Task<object?>> body) =>
        Orchestrator<object>(name, (context, _) => body(context));

    /// <summary>Adds an orchestrator.</summary>
    public HubFunctions Orchestrator<TIn>(string name, Func<TaskOrchestrationContext, TIn?, Task<object?>> body)
    {
        Orchestrators[name] = new OrchestratorFunction(typeof(TIn), context => body(context, context.GetInput<TIn>()));
        return this;
    }

    /// <summary>Adds an activity.</summary>
    public HubFunctions ActivityAsync<TIn, TOut>(string name, Func<TIn?, Task<TOut>> body)
    {
        Activities[name] = new ActivityFunction(typeof(TIn), async input =>
        {
            Runs.AddOrUpdate(name, 1, (_, runs) => runs + 1);
            return await body((TIn?)input);
        });
        return this;
    }

    /// <summary>Adds an activity.</summary>
    public HubFunctions Activity<TIn, TOut>(string name, Func<TIn?, TOut> body) =>
        ActivityAsync<TIn, TOut>(name, input => Task.FromResult(body(input)));
}

/// <summary>An orchestrator.</summary>
/// <param name="InputType">What its input is read as.</param>
/// <param name="Body">Its code.</param>
public sealed record OrchestratorFunction(Type InputType, Func<TaskOrchestrationContext, Task<object?>> Body);

/// <summary>An activity.</summary>
/// <param name="InputType">What its input is read as.</param>
/// <param name="Body">Its code.</param>
public sealed record ActivityFunction(Type InputType, Func<object?, Task<object?>> Body);
