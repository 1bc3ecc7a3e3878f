using Azure.Messaging.ServiceBus;

namespace Dfm.LocalHost.ServiceBus;

/// <summary>Sends messages to a local queue.</summary>
internal sealed class LocalSender(BusQueue queue) : ServiceBusSender
{
    private bool isClosed;

    public override string EntityPath => queue.Name;

    public override bool IsClosed => isClosed;

    public override Task SendMessageAsync(ServiceBusMessage message, CancellationToken cancellationToken = default) =>
        SendMessagesAsync([message], cancellationToken);

    public override async Task SendMessagesAsync(IEnumerable<ServiceBusMessage> messages, CancellationToken cancellationToken = default) =>
        await SendAsync(messages, cancellationToken);

    public override Task SendMessagesAsync(ServiceBusMessageBatch messageBatch, CancellationToken cancellationToken = default) =>
        throw Unsupported();

    public override ValueTask<ServiceBusMessageBatch> CreateMessageBatchAsync(CancellationToken cancellationToken = default) =>
        throw Unsupported();

    public override ValueTask<ServiceBusMessageBatch> CreateMessageBatchAsync(
        CreateMessageBatchOptions options, CancellationToken cancellationToken = default) => throw Unsupported();

    public override async Task<long> ScheduleMessageAsync(
        ServiceBusMessage message, DateTimeOffset scheduledEnqueueTime, CancellationToken cancellationToken = default) =>
        (await ScheduleMessagesAsync([message], scheduledEnqueueTime, cancellationToken))[0];

    public override Task<IReadOnlyList<long>> ScheduleMessagesAsync(
        IEnumerable<ServiceBusMessage> messages, DateTimeOffset scheduledEnqueueTime, CancellationToken cancellationToken = default) =>
        SendAsync(messages.Select(message => Scheduled(message, scheduledEnqueueTime)), cancellationToken);

    public override Task CancelScheduledMessageAsync(long sequenceNumber, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(isClosed, this);
        return queue.CancelAsync(sequenceNumber, cancellationToken);
    }

    public override async Task CancelScheduledMessagesAsync(IEnumerable<long> sequenceNumbers, CancellationToken cancellationToken = default)
    {
        foreach (var number in sequenceNumbers) await CancelScheduledMessageAsync(number, cancellationToken);
    }

    public override Task CloseAsync(CancellationToken cancellationToken = default)
    {
        isClosed = true;
        return Task.CompletedTask;
    }

    private Task<IReadOnlyList<long>> SendAsync(IEnumerable<ServiceBusMessage> messages, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(isClosed, this);
        return queue.SendAsync([.. messages], cancellationToken);
    }

    /// <summary>As in Azure, the time is noted on the message itself.</summary>
    private static ServiceBusMessage Scheduled(ServiceBusMessage message, DateTimeOffset due)
    {
        message.ScheduledEnqueueTime = due;
        return message;
    }

    private static NotSupportedException Unsupported() => new("The local host knows no batches: send the messages as a list.");
}
