using Azure.Messaging.ServiceBus;
using Dfm.LocalRuntime.ServiceBus;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Settles the message that runs a function.</summary>
public class ServiceBusMessageActions
{
    private readonly BusQueue? queue;

    internal ServiceBusMessageActions(BusQueue queue) => this.queue = queue;

    /// <summary>For test doubles.</summary>
    protected ServiceBusMessageActions()
    {
    }

    private BusQueue Queue =>
        queue ?? throw new InvalidOperationException("A derived ServiceBusMessageActions overrides what its test calls.");

    /// <summary>Gives the message back: it is delivered again at once, and counts one delivery more.</summary>
    /// <param name="message">The message.</param>
    /// <param name="propertiesToModify">Application properties to set on it.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="ServiceBusException">The lock is lost.</exception>
    public virtual Task AbandonMessageAsync(
        ServiceBusReceivedMessage message,
        IDictionary<string, object>? propertiesToModify = null,
        CancellationToken cancellationToken = default) =>
        Queue.AbandonAsync(message, propertiesToModify, cancellationToken);

    /// <summary>Takes the message off the queue.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="ServiceBusException">The lock is lost.</exception>
    public virtual Task CompleteMessageAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken = default) =>
        Queue.CompleteAsync(message, cancellationToken);

    /// <summary>Moves the message to the dead-letter queue.</summary>
    /// <param name="message">The message.</param>
    /// <param name="propertiesToModify">Application properties to set on it.</param>
    /// <param name="deadLetterReason">Why, as a short code.</param>
    /// <param name="deadLetterErrorDescription">Why, in a sentence.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="ServiceBusException">The lock is lost.</exception>
    public virtual Task DeadLetterMessageAsync(
        ServiceBusReceivedMessage message,
        Dictionary<string, object>? propertiesToModify = null,
        string? deadLetterReason = null,
        string? deadLetterErrorDescription = null,
        CancellationToken cancellationToken = default) =>
        Queue.DeadLetterAsync(message, propertiesToModify, deadLetterReason, deadLetterErrorDescription, cancellationToken);

    /// <summary>Holds the message for another lock's length.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="ServiceBusException">The lock is lost.</exception>
    public virtual Task RenewMessageLockAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken = default) =>
        Queue.RenewAsync(message, cancellationToken);
}
