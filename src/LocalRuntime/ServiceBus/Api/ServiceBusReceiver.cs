// Without nullability, as the official package is, so that both builds warn alike.
#nullable disable
using Dfm.LocalRuntime.ServiceBus;

namespace Azure.Messaging.ServiceBus;

/// <summary>Receives messages of one queue or of its dead letters, and settles them.</summary>
public class ServiceBusReceiver : IAsyncDisposable
{
    private static readonly TimeSpan DefaultWait = TimeSpan.FromMinutes(1);

    private readonly ServiceBusClient client;
    private readonly BusQueue queue;
    private long lastPeeked = -1;

    internal ServiceBusReceiver(ServiceBusClient client, BusQueue queue, ServiceBusReceiveMode receiveMode)
    {
        this.client = client;
        this.queue = queue;
        ReceiveMode = receiveMode;
    }

    /// <summary>For test doubles.</summary>
    protected ServiceBusReceiver()
    {
    }

    /// <summary>The queue, with its sub-queue.</summary>
    public virtual string EntityPath => queue.Path;

    /// <summary>True after the receiver was closed.</summary>
    public virtual bool IsClosed { get; private set; }

    /// <summary>When a message leaves the queue.</summary>
    public virtual ServiceBusReceiveMode ReceiveMode { get; }

    private BusQueue Queue
    {
        get
        {
            ObjectDisposedException.ThrowIf(IsClosed || client.IsClosed, this);
            return queue;
        }
    }

    /// <summary>The queue, to settle a message that was received under a lock.</summary>
    private BusQueue Locking => ReceiveMode == ServiceBusReceiveMode.PeekLock
        ? Queue
        : throw new InvalidOperationException("Messages are settled and renewed in the mode PeekLock only.");

    /// <summary>Gives a message back: it is delivered again at once, and counts one delivery more.</summary>
    /// <param name="message">The message.</param>
    /// <param name="propertiesToModify">Application properties to set on it.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="ServiceBusException">The lock is lost.</exception>
    public virtual Task AbandonMessageAsync(
        ServiceBusReceivedMessage message,
        IDictionary<string, object> propertiesToModify = null,
        CancellationToken cancellationToken = default) =>
        Locking.AbandonAsync(message, propertiesToModify, cancellationToken);

    /// <summary>Closes the receiver. What it holds locked comes back when the locks run out.</summary>
    /// <param name="cancellationToken">Not needed: nothing is waited for.</param>
    public virtual Task CloseAsync(CancellationToken cancellationToken = default)
    {
        IsClosed = true;
        return Task.CompletedTask;
    }

    /// <summary>Takes a message off the queue.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="ServiceBusException">The lock is lost.</exception>
    public virtual Task CompleteMessageAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken = default) =>
        Locking.CompleteAsync(message, cancellationToken);

    /// <summary>Moves a message to the dead-letter queue.</summary>
    /// <param name="message">The message.</param>
    /// <param name="propertiesToModify">Application properties to set on it.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="ServiceBusException">The lock is lost.</exception>
    public virtual Task DeadLetterMessageAsync(
        ServiceBusReceivedMessage message,
        IDictionary<string, object> propertiesToModify = null,
        CancellationToken cancellationToken = default) =>
        Locking.DeadLetterAsync(message, propertiesToModify, null, null, cancellationToken);

    /// <summary>Moves a message to the dead-letter queue.</summary>
    /// <param name="message">The message.</param>
    /// <param name="deadLetterReason">Why, as a short code.</param>
    /// <param name="deadLetterErrorDescription">Why, in a sentence.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="ServiceBusException">The lock is lost.</exception>
    public virtual Task DeadLetterMessageAsync(
        ServiceBusReceivedMessage message,
        string deadLetterReason,
        string deadLetterErrorDescription = null,
        CancellationToken cancellationToken = default) =>
        Locking.DeadLetterAsync(message, null, deadLetterReason, deadLetterErrorDescription, cancellationToken);

    /// <summary>Moves a message to the dead-letter queue.</summary>
    /// <param name="message">The message.</param>
    /// <param name="propertiesToModify">Application properties to set on it.</param>
    /// <param name="deadLetterReason">Why, as a short code.</param>
    /// <param name="deadLetterErrorDescription">Why, in a sentence.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="ServiceBusException">The lock is lost.</exception>
    public virtual Task DeadLetterMessageAsync(
        ServiceBusReceivedMessage message,
        IDictionary<string, object> propertiesToModify,
        string deadLetterReason,
        string deadLetterErrorDescription = null,
        CancellationToken cancellationToken = default) =>
        Locking.DeadLetterAsync(message, propertiesToModify, deadLetterReason, deadLetterErrorDescription, cancellationToken);

    /// <summary>Closes the receiver.</summary>
    public virtual async ValueTask DisposeAsync()
    {
        await CloseAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>The next message, without locking it; null when there is none. See <see cref="PeekMessagesAsync"/>.</summary>
    /// <param name="fromSequenceNumber">Where to begin; null to go on behind what was peeked at last.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    public virtual async Task<ServiceBusReceivedMessage> PeekMessageAsync(
        long? fromSequenceNumber = default, CancellationToken cancellationToken = default) =>
        await PeekMessagesAsync(1, fromSequenceNumber, cancellationToken) is [var message, ..] ? message : null;

    /// <summary>The next messages, without locking them. Only messages that are visible, and only the first 32 of the queue.</summary>
    /// <param name="maxMessages">How many at most.</param>
    /// <param name="fromSequenceNumber">Where to begin; null to go on behind what was peeked at last.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="NotSupportedException">What is asked for may lie behind the first 32.</exception>
    public virtual async Task<IReadOnlyList<ServiceBusReceivedMessage>> PeekMessagesAsync(
        int maxMessages, long? fromSequenceNumber = default, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxMessages, 1);
        var messages = await Queue.PeekAsync(maxMessages, fromSequenceNumber ?? lastPeeked + 1, cancellationToken);
        if (messages.Count > 0)
            lastPeeked = messages[^1].SequenceNumber;
        return messages;
    }

    /// <summary>The next message, locked; null when none came in time.</summary>
    /// <param name="maxWaitTime">How long to wait; a minute by default.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    public virtual async Task<ServiceBusReceivedMessage> ReceiveMessageAsync(
        TimeSpan? maxWaitTime = default, CancellationToken cancellationToken = default) =>
        await ReceiveMessagesAsync(1, maxWaitTime, cancellationToken) is [var message, ..] ? message : null;

    /// <summary>The next messages, locked; none when none came in time.</summary>
    /// <param name="maxMessages">How many at most; no more than 32 come at once.</param>
    /// <param name="maxWaitTime">How long to wait for the first; a minute by default.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number or the time is not positive.</exception>
    public virtual async Task<IReadOnlyList<ServiceBusReceivedMessage>> ReceiveMessagesAsync(
        int maxMessages, TimeSpan? maxWaitTime = default, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxMessages, 1);
        if (maxWaitTime is { } wait)
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(wait, TimeSpan.Zero, nameof(maxWaitTime));
        var messages = await Queue.WaitAsync(maxMessages, maxWaitTime ?? DefaultWait, cancellationToken);
        if (ReceiveMode == ServiceBusReceiveMode.ReceiveAndDelete)
        {
            foreach (var message in messages)
                await Queue.CompleteAsync(message, cancellationToken);
        }

        return messages;
    }

    /// <summary>Holds a message for another lock's length.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="ServiceBusException">The lock is lost.</exception>
    public virtual Task RenewMessageLockAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken = default) =>
        Locking.RenewAsync(message, cancellationToken);
}
