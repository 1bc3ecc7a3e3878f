namespace DurableTask.Core.Exceptions;

/// <summary>
/// An orchestration cannot be started, for one of the same id is in a status that forbids it. The official client throws this type
/// too; it lives in DurableTask.Core, which every official client package brings along.
/// </summary>
public class OrchestrationAlreadyExistsException : InvalidOperationException
{
    /// <summary>Makes the exception.</summary>
    public OrchestrationAlreadyExistsException()
    {
    }

    /// <summary>Makes the exception with a message.</summary>
    /// <param name="message">What happened.</param>
    public OrchestrationAlreadyExistsException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception with a message and its cause.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">The cause.</param>
    public OrchestrationAlreadyExistsException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
