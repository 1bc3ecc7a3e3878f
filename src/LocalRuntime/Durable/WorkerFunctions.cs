using Dfm.LocalRuntime.Worker;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Dfm.LocalRuntime.Durable;

/// <summary>The durable functions among the functions of the worker.</summary>
internal sealed class WorkerFunctions : IDurableFunctions
{
    private readonly IFunctionRunner runner;
    private readonly DataConverter converter;
    private readonly Dictionary<string, FunctionDescriptor> orchestrators;
    private readonly Dictionary<string, FunctionDescriptor> activities;

    public WorkerFunctions(IFunctionRunner runner, DataConverter converter)
    {
        this.runner = runner;
        this.converter = converter;
        orchestrators = Named<OrchestrationTriggerAttribute>(trigger => trigger.Orchestration);
        activities = Named<ActivityTriggerAttribute>(trigger => trigger.Activity);
    }

    public Task<object?> RunOrchestratorAsync(string name, TaskOrchestrationContext context) =>
        runner.RunAsync(Find(orchestrators, name, "an orchestrator"), context, CancellationToken.None);

    public async Task<string?> RunActivityAsync(string name, string? input, CancellationToken cancellationToken)
    {
        var function = Find(activities, name, "an activity");
        var value = converter.Deserialize(input, function.TriggerParameter.ParameterType);
        return converter.Serialize(await runner.RunAsync(function, value, cancellationToken));
    }

    private static FunctionDescriptor Find(Dictionary<string, FunctionDescriptor> functions, string name, string what) =>
        functions.GetValueOrDefault(name) ?? throw new UnknownFunctionException(name, what);

    private Dictionary<string, FunctionDescriptor> Named<TTrigger>(Func<TTrigger, string?> name)
        where TTrigger : Attribute =>
        runner.Functions.Values.Where(function => function.Trigger is TTrigger)
            .ToDictionary(function => name((TTrigger)function.Trigger) ?? function.Name, StringComparer.OrdinalIgnoreCase);
}
