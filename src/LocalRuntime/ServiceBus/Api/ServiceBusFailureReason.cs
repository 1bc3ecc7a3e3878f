namespace Azure.Messaging.ServiceBus;

/// <summary>Why an operation failed.</summary>
public enum ServiceBusFailureReason
{
    /// <summary>For another reason; see the message.</summary>
    GeneralError = 0,

    /// <summary>The lock ran out or is held by someone else: the message will be delivered again.</summary>
    MessageLockLost = 2,

    /// <summary>There is no such message, or it is no longer scheduled.</summary>
    MessageNotFound = 3,

    /// <summary>The message or batch is larger than 256 KB.</summary>
    MessageSizeExceeded = 4,

    /// <summary>The storage behind the queue cannot be reached.</summary>
    ServiceCommunicationProblem = 9,
}
