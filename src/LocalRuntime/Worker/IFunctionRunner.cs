namespace Dfm.LocalRuntime.Worker;

/// <summary>Runs one invocation of a function: middleware, an instance from a DI scope, its bound parameters.</summary>
internal interface IFunctionRunner
{
    /// <summary>All functions of the application, by name.</summary>
    IReadOnlyDictionary<string, FunctionDescriptor> Functions { get; }

    /// <summary>Runs <paramref name="function"/> and returns its awaited result (null for none). Its exceptions reach the caller.</summary>
    /// <param name="function">The function to run.</param>
    /// <param name="triggerValue">What the trigger's parameter receives, already of that parameter's type.</param>
    /// <param name="cancellationToken">Signalled when the application stops.</param>
    Task<object?> RunAsync(FunctionDescriptor function, object? triggerValue, CancellationToken cancellationToken);
}
