using System.Reflection;
using System.Reflection.Emit;
using Dfm.LocalHost.Worker;
using Microsoft.Azure.WebJobs;
using Microsoft.Azure.WebJobs.Extensions.DurableTask;

namespace Dfm.LocalHost.Durable;

/// <summary>Invokes orchestrators and activities of the worker for Microsoft's durable extension.</summary>
public interface IDurableInvoker
{
    /// <summary>Invokes a function with the extension's data; returns what it returned.</summary>
    Task<object?> InvokeAsync(string function, string? input);
}

/// <summary>
/// The host functions of the worker's orchestrators and activities. A class with a method for each is made at run time, as in the Functions
/// host.
/// </summary>
/// <param name="invoker">Invokes the worker's functions.</param>
public class DurableFunctions(IDurableInvoker invoker)
{
    private static readonly ModuleBuilder Module = AssemblyBuilder
        .DefineDynamicAssembly(new AssemblyName("Dfm.LocalHost.DurableFunctions"), AssemblyBuilderAccess.Run)
        .DefineDynamicModule("DurableFunctions");

    private static int types;

    /// <summary>Invokes a function of the worker.</summary>
    public Task<object?> Invoke(string function, string? input) => invoker.InvokeAsync(function, input);

    /// <summary>A class with a method for each orchestrator and activity among the functions.</summary>
    internal static Type TypeOf(IEnumerable<LocalFunction> functions)
    {
        lock (Module)
        {
            var name = $"DurableFunctions{types++}";
            var type = Module.DefineType(name, TypeAttributes.Public | TypeAttributes.Class, typeof(DurableFunctions));
            DefineConstructor(type);
            foreach (var function in functions)
            {
                if (function.Trigger.Is(FunctionBinding.Orchestration)) DefineMethod(type, function.Name, typeof(OrchestrationTriggerAttribute));
                if (function.Trigger.Is(FunctionBinding.Activity)) DefineMethod(type, function.Name, typeof(ActivityTriggerAttribute));
            }

            return type.CreateType();
        }
    }

    private static void DefineConstructor(TypeBuilder type)
    {
        Type[] parameters = [typeof(IDurableInvoker)];
        var code = type.DefineConstructor(MethodAttributes.Public, CallingConventions.HasThis, parameters).GetILGenerator();
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Ldarg_1);
        code.Emit(OpCodes.Call, typeof(DurableFunctions).GetConstructor(parameters)!);
        code.Emit(OpCodes.Ret);
    }

    /// <summary>Defines <c>[FunctionName(name)] public Task&lt;object?&gt; name([trigger] string input) => Invoke(name, input);</c>.</summary>
    private static void DefineMethod(TypeBuilder type, string name, Type trigger)
    {
        var method = type.DefineMethod(name, MethodAttributes.Public, typeof(Task<object>), [typeof(string)]);
        method.SetCustomAttribute(new CustomAttributeBuilder(typeof(FunctionNameAttribute).GetConstructor([typeof(string)])!, [name]));
        method.DefineParameter(1, ParameterAttributes.None, "input")
            .SetCustomAttribute(new CustomAttributeBuilder(trigger.GetConstructor([])!, []));
        var code = method.GetILGenerator();
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Ldstr, name);
        code.Emit(OpCodes.Ldarg_1);
        code.Emit(OpCodes.Call, typeof(DurableFunctions).GetMethod(nameof(Invoke))!);
        code.Emit(OpCodes.Ret);
    }
}
