namespace Microsoft.Azure.Functions.Worker;

/// <summary>A parameter could not be made of what triggered the function, such as a route value that is not a number.</summary>
/// <param name="message">Which, and why.</param>
/// <param name="innerException">What caused it.</param>
public class FunctionInputConverterException(string? message, Exception? innerException) : FunctionWorkerException(message, innerException)
{
    /// <summary>Without a cause.</summary>
    /// <param name="message">Which, and why.</param>
    public FunctionInputConverterException(string? message)
        : this(message, null)
    {
    }
}
