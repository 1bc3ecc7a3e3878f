using Azure.Messaging.ServiceBus;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Settles the message that triggered a function. The host derives from it.</summary>
public class ServiceBusMessageActions
{
    /// <summary>For what derives from it.</summary>
    protected ServiceBusMessageActions()
    {
    }

    /// <summary>Completes the message: it is gone.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public virtual Task CompleteMessageAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken = default) =>
        throw Unsupported();

    /// <summary>Abandons the message: it is delivered again at once, and its delivery counts.</summary>
    /// <param name="message">The message.</param>
    /// <param name="propertiesToModify">Application properties to set.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public virtual Task AbandonMessageAsync(
        ServiceBusReceivedMessage message,
        IDictionary<string, object>? propertiesToModify = default,
        CancellationToken cancellationToken = default) => throw Unsupported();

    /// <summary>Moves the message to the dead-letter queue.</summary>
    /// <param name="message">The message.</param>
    /// <param name="propertiesToModify">Application properties to set.</param>
    /// <param name="deadLetterReason">Why, in a word.</param>
    /// <param name="deadLetterErrorDescription">Why, in a sentence.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public virtual Task DeadLetterMessageAsync(
        ServiceBusReceivedMessage message,
        Dictionary<string, object>? propertiesToModify = default,
        string? deadLetterReason = default,
        string? deadLetterErrorDescription = default,
        CancellationToken cancellationToken = default) => throw Unsupported();

    /// <summary>Defers the message: it is received by its sequence number alone.</summary>
    /// <param name="message">The message.</param>
    /// <param name="propertiesToModify">Application properties to set.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public virtual Task DeferMessageAsync(
        ServiceBusReceivedMessage message,
        IDictionary<string, object>? propertiesToModify = default,
        CancellationToken cancellationToken = default) => throw Unsupported();

    /// <summary>Renews the message's lock.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public virtual Task RenewMessageLockAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken = default) =>
        throw Unsupported();

    // In Azure these call the Functions host; here a host derives from this class and says what it supports.
    private static NotSupportedException Unsupported() => new("This host does not settle messages in this way.");
}
