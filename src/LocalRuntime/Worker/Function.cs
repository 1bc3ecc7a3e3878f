using System.Linq.Expressions;
using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.LocalRuntime.Worker;

/// <summary>A function made ready to run. What costs time (its method as a delegate, its description) is made at the first invocation and
/// not at the start, which would wait for that of all functions.</summary>
internal sealed class Function
{
    private readonly Func<Invocation, object?>[] binders;
    private readonly Lazy<FunctionDefinition> definition;
    private readonly Lazy<Func<object?, object?[], ValueTask<object?>>> call;
    private readonly Lazy<ObjectFactory?> activate;

    public Function(FunctionDescriptor descriptor, HttpRoute? route, Func<Invocation, object?>[] binders)
    {
        Descriptor = descriptor;
        Route = route;
        definition = new(() => new LocalFunctionDefinition(descriptor));
        this.binders = binders;
        call = new(() => Compile(descriptor.Method));
        activate = new(() => descriptor.Method.IsStatic
            ? null
            : ActivatorUtilities.CreateFactory(descriptor.Method.DeclaringType!, Type.EmptyTypes));
    }

    public FunctionDescriptor Descriptor { get; }

    /// <summary>Where requests find it; null for other triggers.</summary>
    public HttpRoute? Route { get; }

    public FunctionDefinition Definition => definition.Value;

    /// <summary>Makes the instance, binds the parameters and runs the method; keeps its result in the invocation.</summary>
    /// <remarks>Stays on the caller's thread until the method itself waits: orchestrations depend on it.</remarks>
    public Task InvokeAsync(Invocation invocation)
    {
        var arguments = new object?[binders.Length];
        for (var i = 0; i < arguments.Length; i++)
            arguments[i] = binders[i](invocation);
        var instance = activate.Value?.Invoke(invocation.InstanceServices, null);
        var running = call.Value(instance, arguments);
        if (!running.IsCompletedSuccessfully)
            return FinishAsync(invocation, running);
        invocation.Result.Value = running.Result;
        return Task.CompletedTask;
    }

    private static async Task FinishAsync(Invocation invocation, ValueTask<object?> running) => invocation.Result.Value = await running;

    private static Func<object?, object?[], ValueTask<object?>> Compile(MethodInfo method)
    {
        var instance = Expression.Parameter(typeof(object));
        var arguments = Expression.Parameter(typeof(object[]));
        var converted = method.GetParameters().Select((parameter, i) =>
            Expression.Convert(Expression.ArrayIndex(arguments, Expression.Constant(i)), parameter.ParameterType));
        var call = Expression.Call(method.IsStatic ? null : Expression.Convert(instance, method.DeclaringType!), method, converted);
        return Expression.Lambda<Func<object?, object?[], ValueTask<object?>>>(Uniform(call), instance, arguments).Compile();
    }

    /// <summary>Whatever the method returns, as one awaitable of an object.</summary>
    private static Expression Uniform(MethodCallExpression call)
    {
        var type = call.Type;
        if (type == typeof(void))
            return Expression.Block(call, Expression.Default(typeof(ValueTask<object?>)));
        if (type == typeof(Task))
            return Expression.Call(typeof(Function), nameof(FromTask), null, call);
        if (type == typeof(ValueTask))
            return Expression.Call(typeof(Function), nameof(FromValueTask), null, call);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Task<>))
            return Expression.Call(typeof(Function), nameof(FromTaskOf), type.GenericTypeArguments, call);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueTask<>))
            return Expression.Call(typeof(Function), nameof(FromValueTaskOf), type.GenericTypeArguments, call);
        return Expression.New(typeof(ValueTask<object?>).GetConstructor([typeof(object)])!, Expression.Convert(call, typeof(object)));
    }

    private static async ValueTask<object?> FromTask(Task task)
    {
        await task;
        return null;
    }

    private static async ValueTask<object?> FromValueTask(ValueTask task)
    {
        await task;
        return null;
    }

    private static async ValueTask<object?> FromTaskOf<T>(Task<T> task) => await task;

    private static async ValueTask<object?> FromValueTaskOf<T>(ValueTask<T> task) => await task;
}
