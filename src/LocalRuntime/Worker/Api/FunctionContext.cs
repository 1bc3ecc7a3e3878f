namespace Microsoft.Azure.Functions.Worker;

/// <summary>One invocation of a function.</summary>
public abstract class FunctionContext
{
    /// <summary>For derived types.</summary>
    protected FunctionContext()
    {
    }

    /// <summary>Signalled when the invocation should stop: the client left, or the application stops.</summary>
    public virtual CancellationToken CancellationToken => default;

    /// <summary>The function that runs.</summary>
    public abstract FunctionDefinition FunctionDefinition { get; }

    /// <summary>The function's id.</summary>
    public abstract string FunctionId { get; }

    /// <summary>The services of this invocation's own scope.</summary>
    public abstract IServiceProvider InstanceServices { get; set; }

    /// <summary>An id of this invocation alone.</summary>
    public abstract string InvocationId { get; }

    /// <summary>What middleware and function hand on to each other within the invocation.</summary>
    public abstract IDictionary<object, object> Items { get; set; }

    /// <summary>Where the invocation stands in a distributed trace.</summary>
    public abstract TraceContext TraceContext { get; }
}
