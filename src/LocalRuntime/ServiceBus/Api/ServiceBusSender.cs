// Without nullability, as the official package is, so that both builds warn alike.
#nullable disable
using Dfm.LocalRuntime.ServiceBus;

namespace Azure.Messaging.ServiceBus;

/// <summary>Sends messages to one queue.</summary>
public class ServiceBusSender : IAsyncDisposable
{
    private const long SmallestBatch = 24;

    private readonly ServiceBusClient client;
    private readonly BusQueue queue;

    internal ServiceBusSender(ServiceBusClient client, BusQueue queue)
    {
        this.client = client;
        this.queue = queue;
    }

    /// <summary>For test doubles.</summary>
    protected ServiceBusSender()
    {
    }

    /// <summary>The queue.</summary>
    public virtual string EntityPath => queue.Name;

    /// <summary>True after the sender was closed.</summary>
    public virtual bool IsClosed { get; private set; }

    /// <summary>Takes back a message that is scheduled and not yet visible.</summary>
    /// <param name="sequenceNumber">What scheduling it answered.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="ServiceBusException">There is no such message, or it is visible already.</exception>
    public virtual Task CancelScheduledMessageAsync(long sequenceNumber, CancellationToken cancellationToken = default) =>
        Queue.CancelAsync(sequenceNumber, cancellationToken);

    /// <summary>Closes the sender.</summary>
    /// <param name="cancellationToken">Not needed: nothing is waited for.</param>
    public virtual Task CloseAsync(CancellationToken cancellationToken = default)
    {
        IsClosed = true;
        return Task.CompletedTask;
    }

    /// <summary>An empty batch.</summary>
    /// <param name="cancellationToken">Not needed: nothing is waited for.</param>
    public virtual ValueTask<ServiceBusMessageBatch> CreateMessageBatchAsync(CancellationToken cancellationToken = default) =>
        CreateMessageBatchAsync(new CreateMessageBatchOptions(), cancellationToken);

    /// <summary>An empty batch.</summary>
    /// <param name="options">How large it may become.</param>
    /// <param name="cancellationToken">Not needed: nothing is waited for.</param>
    /// <exception cref="ArgumentOutOfRangeException">The options ask for less than 24 bytes or for more than 256 KB.</exception>
    public virtual ValueTask<ServiceBusMessageBatch> CreateMessageBatchAsync(
        CreateMessageBatchOptions options, CancellationToken cancellationToken = default)
    {
        var size = options?.MaxSizeInBytes ?? MessageSize.Limit;
        ObjectDisposedException.ThrowIf(IsClosed || client.IsClosed, this);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, SmallestBatch, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, MessageSize.Limit, nameof(options));
        return ValueTask.FromResult(new ServiceBusMessageBatch(size));
    }

    /// <summary>Closes the sender.</summary>
    public virtual async ValueTask DisposeAsync()
    {
        await CloseAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Sends a message that becomes visible later.</summary>
    /// <param name="message">The message.</param>
    /// <param name="scheduledEnqueueTime">When; it may be some seconds later.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The number to cancel it by.</returns>
    public virtual Task<long> ScheduleMessageAsync(
        ServiceBusMessage message, DateTimeOffset scheduledEnqueueTime, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        return Queue.ScheduleAsync(message, scheduledEnqueueTime, cancellationToken);
    }

    /// <summary>Sends a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="ServiceBusException">It is too large, or the storage cannot be reached.</exception>
    public virtual Task SendMessageAsync(ServiceBusMessage message, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        return Queue.SendAsync([message], cancellationToken);
    }

    /// <summary>Sends a batch: all of it or nothing.</summary>
    /// <param name="messageBatch">The batch.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    public virtual Task SendMessagesAsync(ServiceBusMessageBatch messageBatch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messageBatch);
        return Queue.SendAsync(messageBatch.Messages, cancellationToken);
    }

    /// <summary>Sends messages together: all of them or none.</summary>
    /// <param name="messages">The messages, together no larger than 256 KB.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="ServiceBusException">They are too large, or the storage cannot be reached.</exception>
    public virtual Task SendMessagesAsync(IEnumerable<ServiceBusMessage> messages, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        return Queue.SendAsync([.. messages], cancellationToken);
    }

    private BusQueue Queue
    {
        get
        {
            ObjectDisposedException.ThrowIf(IsClosed || client.IsClosed, this);
            return queue;
        }
    }
}
