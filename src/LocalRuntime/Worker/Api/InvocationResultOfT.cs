namespace Microsoft.Azure.Functions.Worker;

/// <summary>What the function returned, typed.</summary>
public abstract class InvocationResult<T>
{
    /// <summary>For derived types.</summary>
    protected InvocationResult()
    {
    }

    /// <summary>The returned value; middleware may set another, also without running the function.</summary>
    public abstract T? Value { get; set; }
}
