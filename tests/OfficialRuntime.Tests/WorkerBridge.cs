using System.Collections.Concurrent;
using System.Reflection;
using System.Reflection.Emit;
using System.Text.Json;
using Dfm.LocalRuntime.Tests.Durable.Behaviours;
using Microsoft.Azure.WebJobs;
using Microsoft.Azure.WebJobs.Extensions.DurableTask;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Converters;
using Microsoft.DurableTask.Worker;
using Microsoft.DurableTask.Worker.Grpc;
using Microsoft.DurableTask.Worker.Shims;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Newtonsoft.Json.Linq;

namespace Dfm.OfficialRuntime.Tests;

/// <summary>
/// Stands between the host's extension and the functions of a test: makes host functions of them, as the Functions host does of a worker's
/// functions, and runs them through the entry point that Microsoft's worker extension uses.
/// </summary>
public static class WorkerBridge
{
    private static readonly ConcurrentDictionary<string, (HubFunctions Functions, ServiceProvider Services)> Hubs = new();
    private static readonly ModuleBuilder Module = AssemblyBuilder
        .DefineDynamicAssembly(new AssemblyName("HostFunctions"), AssemblyBuilderAccess.Run).DefineDynamicModule("HostFunctions");

    /// <summary>Adds a hub's functions; returns their key.</summary>
    public static string Add(HubFunctions functions)
    {
        ArgumentNullException.ThrowIfNull(functions);
        var key = Guid.NewGuid().ToString("N");
        var loggers = new LoggerFactory([functions.Log]);
        var services = new ServiceCollection()
            .AddSingleton(new DurableTaskShimFactory(new DurableTaskWorkerOptions(), loggers)).BuildServiceProvider();
        Hubs[key] = (functions, services);
        return key;
    }

    /// <summary>Removes a hub's functions.</summary>
    public static void Remove(string key)
    {
        if (Hubs.TryRemove(key, out var hub)) hub.Services.Dispose();
    }

    /// <summary>A class with a host function for each of a hub's functions.</summary>
    public static Type TypeOf(string key)
    {
        var functions = Hubs[key].Functions;
        var type = Module.DefineType("Hub" + key, TypeAttributes.Public | TypeAttributes.Class);
        foreach (var name in functions.Orchestrators.Keys)
            Define(type, key, name, typeof(OrchestrationTriggerAttribute), nameof(Orchestrate));
        foreach (var name in functions.Activities.Keys)
            Define(type, key, name, typeof(ActivityTriggerAttribute), nameof(ActAsync));
        return type.CreateType();
    }

    /// <summary>Runs an orchestrator; returns its actions, encoded.</summary>
    public static Task<object> Orchestrate(string key, string name, string state)
    {
        var (functions, services) = Hubs[key];
        var orchestrator = new Orchestrator(functions.Orchestrators[name]);
        return Task.FromResult<object>(GrpcOrchestrationRunner.LoadAndRun(state, orchestrator, services));
    }

    /// <summary>Runs an activity; returns its result.</summary>
    public static async Task<object> ActAsync(string key, string name, string input)
    {
        var activity = Hubs[key].Functions.Activities[name];
        try
        {
            var result = await activity.Body(JsonDataConverter.Default.Deserialize(input, activity.InputType));
            return Parse(JsonDataConverter.Default.Serialize(result))!;
        }
        catch (Exception e)
        {
            // How a worker's failure reaches the host.
            var details = JsonSerializer.Serialize(Describe(e));
            throw new InvalidOperationException($"Result: Failure\nException: {details}\nStack: {e.StackTrace}");
        }
    }

    private static JToken? Parse(string? json)
    {
        if (json is null) return null;
        using var reader = new Newtonsoft.Json.JsonTextReader(new StringReader(json));
        reader.DateParseHandling = Newtonsoft.Json.DateParseHandling.None;
        return JToken.ReadFrom(reader);
    }

    private static Dictionary<string, object?> Describe(Exception e)
    {
        var details = new Dictionary<string, object?>
        {
            ["errorType"] = e.GetType().ToString(),
            ["errorMessage"] = e.Message,
            ["stackTrace"] = e.StackTrace,
        };
        if (e.InnerException is { } inner) details["innerFailure"] = Describe(inner);
        return details;
    }

    /// <summary>Defines <c>[FunctionName(name)] Task&lt;object&gt; Function([trigger] string data) => run(key, name, data)</c>.</summary>
    private static void Define(TypeBuilder type, string key, string name, Type trigger, string run)
    {
        var method = type.DefineMethod(name, MethodAttributes.Public | MethodAttributes.Static, typeof(Task<object>), [typeof(string)]);
        method.SetCustomAttribute(new CustomAttributeBuilder(typeof(FunctionNameAttribute).GetConstructor([typeof(string)])!, [name]));
        method.DefineParameter(1, ParameterAttributes.None, "input")
            .SetCustomAttribute(new CustomAttributeBuilder(trigger.GetConstructor([])!, []));
        var code = method.GetILGenerator();
        code.Emit(OpCodes.Ldstr, key);
        code.Emit(OpCodes.Ldstr, name);
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Call, typeof(WorkerBridge).GetMethod(run)!);
        code.Emit(OpCodes.Ret);
    }

    private sealed class Orchestrator(OrchestratorFunction function) : ITaskOrchestrator
    {
        public Type InputType => function.InputType;

        public Type OutputType => typeof(object);

        public Task<object?> RunAsync(TaskOrchestrationContext context, object? input) => function.Body(context);
    }
}
