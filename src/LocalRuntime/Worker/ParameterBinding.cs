using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.DurableTask;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.LocalRuntime.Worker;

/// <summary>Decides, before anything runs, where each parameter of a function comes from.</summary>
internal static class ParameterBinding
{
    /// <summary>One binder for each parameter. What cannot be bound adds a sentence to <paramref name="problems"/>.</summary>
    public static Func<Invocation, object?>[] For(FunctionDescriptor function, List<string> problems)
    {
        CheckTrigger(function, problems);
        CheckResult(function, problems);
        return [.. function.Method.GetParameters().Select(parameter => For(function, parameter) ?? Refuse(function, parameter, problems))];
    }

    private static Func<Invocation, object?>? For(FunctionDescriptor function, ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        // By position: reflection may hand out a second object for the same parameter when hosts are built at the same time.
        if (parameter.Position == function.TriggerParameter.Position)
            return invocation => invocation.TriggerValue;
        if (type == typeof(FunctionContext))
            return invocation => invocation;
        if (type == typeof(CancellationToken))
            return invocation => invocation.CancellationToken;
        if (parameter.GetCustomAttribute<InputBindingAttribute>() is not null)
            return invocation => invocation.InstanceServices.GetRequiredService(type);
        if (type == typeof(ServiceBusMessageActions) && function.Trigger is ServiceBusTriggerAttribute)
            return invocation => invocation.MessageActions;
        if (function.Trigger is HttpTriggerAttribute http && IsInRoute(http.Route, parameter.Name!))
            return RouteValue(parameter);
        return null;
    }

    private static Func<Invocation, object?> Refuse(FunctionDescriptor function, ParameterInfo parameter, List<string> problems)
    {
        problems.Add($"Function '{function.Name}': nothing provides the parameter '{parameter.Name}' of type {parameter.ParameterType}.");
        return _ => null;
    }

    private static void CheckTrigger(FunctionDescriptor function, List<string> problems)
    {
        var type = function.TriggerParameter.ParameterType;
        var expected = function.Trigger switch
        {
            HttpTriggerAttribute => typeof(HttpRequest),
            TimerTriggerAttribute => typeof(TimerInfo),
            OrchestrationTriggerAttribute => typeof(TaskOrchestrationContext),
            _ => type,
        };
        if (type != expected)
            problems.Add($"Function '{function.Name}': its trigger's parameter is a {type}; it must be a {expected}.");
    }

    /// <summary>An HTTP function answers with an <see cref="IResult"/> or <see cref="IActionResult"/>; what other triggers return must
    /// have somewhere to go, and for timers and messages it has not.</summary>
    private static void CheckResult(FunctionDescriptor function, List<string> problems)
    {
        var result = ResultType(function.Method.ReturnType);
        var isHonoured = function.Trigger switch
        {
            HttpTriggerAttribute => result == typeof(void) || result == typeof(object)
                || result.IsAssignableTo(typeof(IResult)) || result.IsAssignableTo(typeof(IActionResult)),
            TimerTriggerAttribute or ServiceBusTriggerAttribute => result == typeof(void),
            _ => true,
        };
        if (!isHonoured)
            problems.Add($"Function '{function.Name}': its result of type {result} goes nowhere.");
    }

    /// <summary>What awaiting <paramref name="type"/> yields.</summary>
    public static Type ResultType(Type type)
    {
        if (type == typeof(Task) || type == typeof(ValueTask))
            return typeof(void);
        var isAwaitable = type.IsGenericType
            && (type.GetGenericTypeDefinition() == typeof(Task<>) || type.GetGenericTypeDefinition() == typeof(ValueTask<>));
        return isAwaitable ? type.GenericTypeArguments[0] : type;
    }

    private static bool IsInRoute(string? route, string name) =>
        route is not null && RoutePatternFactory.Parse(route).GetParameter(name) is not null;

    private static Func<Invocation, object?>? RouteValue(ParameterInfo parameter)
    {
        var name = parameter.Name!;
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        if (Parser(type) is not { } parse)
            return null;
        var missing = parameter.HasDefaultValue ? parameter.DefaultValue
            : parameter.ParameterType.IsValueType ? Activator.CreateInstance(parameter.ParameterType) : null;
        return invocation =>
        {
            if (invocation.HttpContext!.Request.RouteValues[name] is not { } value)
                return missing;
            var text = value as string ?? Convert.ToString(value, CultureInfo.InvariantCulture)!;
            return parse(text) ?? throw new FunctionInputConverterException(
                $"The route value '{name}' of function '{invocation.Function.Descriptor.Name}' is not a {type.Name}.");
        };
    }

    private static Func<string, object?>? Parser(Type type)
    {
        if (type == typeof(string))
            return text => text;
        if (type == typeof(int))
            return text => int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;
        if (type == typeof(long))
            return text => long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;
        if (type == typeof(Guid))
            return text => Guid.TryParse(text, out var guid) ? guid : null;
        if (type == typeof(bool))
            return text => bool.TryParse(text, out var value) ? value : null;
        return null;
    }
}
