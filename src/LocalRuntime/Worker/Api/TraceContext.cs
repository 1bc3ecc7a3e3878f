namespace Microsoft.Azure.Functions.Worker;

/// <summary>Where the invocation stands in a distributed trace (W3C Trace Context).</summary>
public abstract class TraceContext
{
    /// <summary>For derived types.</summary>
    protected TraceContext()
    {
    }

    /// <summary>The <c>traceparent</c>; empty outside a trace.</summary>
    public abstract string TraceParent { get; }

    /// <summary>The <c>tracestate</c>; empty when there is none.</summary>
    public abstract string TraceState { get; }
}
