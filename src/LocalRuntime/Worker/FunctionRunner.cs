using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.LocalRuntime.Worker;

/// <summary>Runs invocations of every kind through the application's middleware.</summary>
internal sealed class FunctionRunner : IFunctionRunner
{
    private readonly FunctionExecutionDelegate pipeline;
    private readonly IServiceScopeFactory scopes;
    private readonly Dictionary<string, Function> functions;

    public FunctionRunner(
        IEnumerable<Function> functions,
        IEnumerable<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> middleware,
        IServiceScopeFactory scopes)
    {
        this.scopes = scopes;
        this.functions = functions.ToDictionary(function => function.Descriptor.Name, StringComparer.OrdinalIgnoreCase);
        Functions = this.functions.Values.ToDictionary(
            function => function.Descriptor.Name, function => function.Descriptor, StringComparer.OrdinalIgnoreCase);
        // What was added first runs first, so it is wrapped around the others last.
        pipeline = middleware.Reverse().Aggregate((FunctionExecutionDelegate)RunFunction, (next, wrap) => wrap(next));
    }

    public IReadOnlyDictionary<string, FunctionDescriptor> Functions { get; }

    public Task<object?> RunAsync(FunctionDescriptor function, object? triggerValue, CancellationToken cancellationToken) =>
        RunAsync(new Invocation(functions[function.Name], triggerValue, scopes, cancellationToken));

    /// <summary>Runs a function for a message; <paramref name="actions"/> settle it.</summary>
    public Task RunAsync(
        FunctionDescriptor function, object? message, ServiceBusMessageActions actions, CancellationToken cancellationToken) =>
        RunAsync(new Invocation(functions[function.Name], message, scopes, cancellationToken) { MessageActions = actions });

    /// <summary>Runs an HTTP invocation; the result is not yet written.</summary>
    public Task RunHttpAsync(Invocation invocation) => pipeline(invocation);

    private static Task RunFunction(FunctionContext context)
    {
        var invocation = Invocation.Of(context);
        return invocation.Function.InvokeAsync(invocation);
    }

    private async Task<object?> RunAsync(Invocation invocation)
    {
        try
        {
            await pipeline(invocation);
            return invocation.Result.Value;
        }
        finally
        {
            await invocation.DisposeScopeAsync();
        }
    }
}
