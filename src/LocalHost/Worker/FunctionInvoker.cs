using Dfm.LocalHost.Worker.Protocol;

namespace Dfm.LocalHost.Worker;

/// <summary>Invokes functions as the Functions host does: with the data of their trigger and of their bindings to the durable client.</summary>
internal sealed class FunctionInvoker(WorkerChannel channel)
{
    /// <summary>What a binding to the durable client is given, once the durable host runs.</summary>
    public string? DurableClient { get; set; }

    /// <summary>Invokes a function; the worker itself logs a failure.</summary>
    /// <param name="function">The function.</param>
    /// <param name="id">The invocation's id.</param>
    /// <param name="input">The trigger's data; null for HTTP, which the worker reads itself.</param>
    /// <param name="metadata">What else the trigger tells, by name: parameters of these names are bound to it.</param>
    /// <param name="cancellationToken">Asks the function to end early.</param>
    /// <returns>The outcome, also of a failure.</returns>
    public Task<InvocationResponse> InvokeAsync(
        LocalFunction function,
        string id,
        TypedData? input,
        IEnumerable<KeyValuePair<string, TypedData>> metadata,
        CancellationToken cancellationToken)
    {
        var request = new InvocationRequest { InvocationId = id, FunctionId = function.Id };
        if (input is not null) request.InputData.Add(new ParameterBinding { Name = function.Trigger.Name, Data = input });
        foreach (var (name, value) in metadata) request.TriggerMetadata[name] = value;
        foreach (var client in function.Clients)
            request.InputData.Add(new ParameterBinding { Name = client, Data = new() { String = DurableClient } });
        return channel.InvokeAsync(request, cancellationToken);
    }

    /// <summary>Invokes a function that is triggered by data.</summary>
    /// <exception cref="FunctionFailedException">The function failed.</exception>
    public async Task<TypedData?> RunAsync(LocalFunction function, TypedData input, CancellationToken cancellationToken)
    {
        var response = await InvokeAsync(function, Guid.NewGuid().ToString(), input, [], cancellationToken);
        return response.Succeeded ? response.ReturnValue : throw new FunctionFailedException(response.Result.Exception);
    }
}

/// <summary>A function failed in the worker.</summary>
/// <param name="failure">What the worker tells of it.</param>
internal sealed class FunctionFailedException(RpcException? failure)
    // The Functions host's words: Microsoft's durable extension takes the failure's details from between them.
    : Exception($"Result: Failure\nException: {failure?.Message}\nStack: {failure?.StackTrace}");
