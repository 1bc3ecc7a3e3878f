namespace Microsoft.Azure.Functions.Worker;

/// <summary>The runtime could not run a function.</summary>
/// <param name="message">Why.</param>
/// <param name="innerException">What caused it.</param>
public class FunctionWorkerException(string? message, Exception? innerException) : Exception(message, innerException)
{
    /// <summary>Without a cause.</summary>
    /// <param name="message">Why.</param>
    public FunctionWorkerException(string? message)
        : this(message, null)
    {
    }
}
