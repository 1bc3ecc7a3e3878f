// Without nullability, as the official package is, so that both builds warn alike.
#nullable disable
namespace Azure.Messaging.ServiceBus;

/// <summary>An operation failed; <see cref="Reason"/> says why in a way that programs can use.</summary>
public class ServiceBusException : Exception
{
    /// <summary>A failure.</summary>
    /// <param name="message">What failed.</param>
    /// <param name="reason">Why.</param>
    /// <param name="entityPath">The queue.</param>
    /// <param name="innerException">What caused it.</param>
    public ServiceBusException(
        string message, ServiceBusFailureReason reason, string entityPath = null, Exception innerException = null)
        : this(reason == ServiceBusFailureReason.ServiceCommunicationProblem, message, entityPath, reason, innerException)
    {
    }

    /// <summary>A failure.</summary>
    /// <param name="isTransient">Whether trying again may help.</param>
    /// <param name="message">What failed.</param>
    /// <param name="entityName">The queue.</param>
    /// <param name="reason">Why.</param>
    /// <param name="innerException">What caused it.</param>
    public ServiceBusException(
        bool isTransient,
        string message,
        string entityName = null,
        ServiceBusFailureReason reason = ServiceBusFailureReason.GeneralError,
        Exception innerException = null)
        : base(message, innerException) =>
        (IsTransient, EntityPath, Reason) = (isTransient, entityName, reason);

    /// <summary>The queue.</summary>
    public string EntityPath { get; }

    /// <summary>Whether trying again may help.</summary>
    public bool IsTransient { get; }

    /// <summary>What failed, with the queue and the reason.</summary>
    public override string Message => $"{base.Message} (queue '{EntityPath}', {Reason})";

    /// <summary>Why.</summary>
    public ServiceBusFailureReason Reason { get; }
}
