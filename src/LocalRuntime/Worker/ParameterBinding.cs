using System.Reflection;
using Azure.Messaging.ServiceBus;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.LocalRuntime.Worker;

/// <summary>Decides, before anything runs, where each parameter of a function comes from. What is not listed here is not
/// honoured.</summary>
internal static class ParameterBinding
{
    /// <summary>The triggers: of which type the trigger's parameter is, and what the function may return.</summary>
    private static readonly Dictionary<Type, TriggerRule> Triggers = new()
    {
        [typeof(HttpTriggerAttribute)] = new(Is<HttpRequest>, nameof(HttpRequest), IsAnswer),
        [typeof(TimerTriggerAttribute)] = new(Is<TimerInfo>, nameof(TimerInfo), IsNothing),
        [typeof(ServiceBusTriggerAttribute)] = new(
            type => !type.IsAssignableTo(typeof(IEnumerable<ServiceBusReceivedMessage>)), "single message or its body", IsNothing),
        [typeof(OrchestrationTriggerAttribute)] = new(Is<TaskOrchestrationContext>, nameof(TaskOrchestrationContext), _ => true),
        [typeof(ActivityTriggerAttribute)] = new(_ => true, "", _ => true),
    };

    /// <summary>One binder for each parameter. What cannot be bound adds a sentence to <paramref name="problems"/>.</summary>
    public static Func<Invocation, object?>[] For(FunctionDescriptor function, HttpRoute? route, List<string> problems)
    {
        CheckTrigger(function, problems);
        return [.. function.Method.GetParameters().Select(parameter => For(function, route, parameter, problems))];
    }

    /// <summary>Whether what a method of this return type yields can be an <see cref="IActionResult"/>.</summary>
    public static bool MayReturnActionResult(Type type) =>
        ResultType(type) is var result && (result == typeof(object) || result.IsAssignableTo(typeof(IActionResult)));

    /// <summary>True for orchestrators, activities and who starts them.</summary>
    public static bool IsDurable(Function function) =>
        function.Descriptor.Trigger is OrchestrationTriggerAttribute or ActivityTriggerAttribute
        || function.Descriptor.Method.GetParameters().Any(parameter => parameter.IsDefined(typeof(DurableClientAttribute)));

    /// <summary>What awaiting <paramref name="type"/> yields.</summary>
    private static Type ResultType(Type type)
    {
        if (type == typeof(Task) || type == typeof(ValueTask))
            return typeof(void);
        var isAwaitable = type.IsGenericType
            && (type.GetGenericTypeDefinition() == typeof(Task<>) || type.GetGenericTypeDefinition() == typeof(ValueTask<>));
        return isAwaitable ? type.GenericTypeArguments[0] : type;
    }

    private static void CheckTrigger(FunctionDescriptor function, List<string> problems)
    {
        if (!Triggers.TryGetValue(function.Trigger.GetType(), out var trigger))
        {
            problems.Add($"Function '{function.Name}': the trigger {function.Trigger.GetType()} is not honoured.");
            return;
        }

        var type = function.TriggerParameter.ParameterType;
        if (!trigger.Takes(type))
            problems.Add($"Function '{function.Name}': its trigger's parameter is a {type}; it must be a {trigger.Type}.");
        var result = ResultType(function.Method.ReturnType);
        if (!trigger.Returns(result))
            problems.Add($"Function '{function.Name}': its result of type {result} goes nowhere.");
    }

    private static Func<Invocation, object?> For(
        FunctionDescriptor function, HttpRoute? route, ParameterInfo parameter, List<string> problems)
    {
        var type = parameter.ParameterType;
        // By position: reflection may hand out a second object for the same parameter when hosts are built at the same time.
        if (parameter.Position == function.TriggerParameter.Position)
            return invocation => invocation.TriggerValue;
        if (parameter.GetCustomAttribute<BindingAttribute>() is { } input)
            return ForInput(function, parameter, input, problems);
        if (type == typeof(FunctionContext))
            return invocation => invocation;
        if (type == typeof(CancellationToken))
            return invocation => invocation.CancellationToken;
        if (type == typeof(ServiceBusMessageActions) && function.Trigger is ServiceBusTriggerAttribute)
            return invocation => invocation.MessageActions;
        if (route?.Pattern.GetParameter(parameter.Name!) is null)
            return Refuse(problems, $"Function '{function.Name}': nothing provides the parameter '{parameter.Name}' of type {type}.");
        return RouteValues.Binder(parameter) ?? Refuse(
            problems,
            $"Function '{function.Name}': the route value '{parameter.Name}' cannot become a {type}, but one of {RouteValues.Types}.");
    }

    private static Func<Invocation, object?> ForInput(
        FunctionDescriptor function, ParameterInfo parameter, BindingAttribute input, List<string> problems)
    {
        if (input is not DurableClientAttribute client || parameter.ParameterType != typeof(DurableTaskClient))
            return Refuse(
                problems,
                $"Function '{function.Name}': {input.GetType().Name} on the parameter '{parameter.Name}' of type {parameter.ParameterType}"
                + " is not honoured.");
        if (client.TaskHub is not null || client.ConnectionName is not null)
            return Refuse(
                problems,
                $"Function '{function.Name}': TaskHub and ConnectionName of '{parameter.Name}' are not honoured; there is one task hub.");
        return invocation => invocation.InstanceServices.GetRequiredService<DurableTaskClient>();
    }

    private static Func<Invocation, object?> Refuse(List<string> problems, string problem)
    {
        problems.Add(problem);
        return _ => null;
    }

    private static bool Is<T>(Type type) => type == typeof(T);

    private static bool IsNothing(Type type) => type == typeof(void);

    private static bool IsAnswer(Type type) =>
        IsNothing(type) || type == typeof(object) || type.IsAssignableTo(typeof(IResult)) || type.IsAssignableTo(typeof(IActionResult));

    /// <summary>One honoured trigger.</summary>
    /// <param name="Takes">Whether its parameter may be of a type.</param>
    /// <param name="Type">That type, for people.</param>
    /// <param name="Returns">Whether the function may return a type.</param>
    private sealed record TriggerRule(Func<Type, bool> Takes, string Type, Func<Type, bool> Returns);
}
