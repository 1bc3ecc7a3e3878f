using Azure.Messaging.ServiceBus;

namespace Dfm.LocalHost.ServiceBus;

/// <summary>
/// A client of the local queues that sends and peeks: functions receive, and <c>/local/queues</c> shows what is in them.
/// </summary>
internal sealed class LocalServiceBusClient(BusAccount account) : ServiceBusClient
{
    public override ServiceBusSender CreateSender(string queueOrTopicName) => new LocalSender(account, queueOrTopicName);

    public override ServiceBusSender CreateSender(string queueOrTopicName, ServiceBusSenderOptions options) => CreateSender(queueOrTopicName);

    public override ServiceBusReceiver CreateReceiver(string queueName) => CreateReceiver(queueName, new ServiceBusReceiverOptions());

    public override ServiceBusReceiver CreateReceiver(string queueName, ServiceBusReceiverOptions options) =>
        new LocalReceiver(account, queueName, options.SubQueue);

#pragma warning disable CA2215 // The base class would close a connection to Azure, which there is not.
    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
#pragma warning restore CA2215
}

/// <summary>Sends messages to a local queue. The base class makes lists of single messages; batches are not supported.</summary>
internal sealed class LocalSender(BusAccount account, string queue) : ServiceBusSender
{
    private bool isClosed;

    public override string EntityPath => queue;

    public override bool IsClosed => isClosed;

    public override Task SendMessagesAsync(IEnumerable<ServiceBusMessage> messages, CancellationToken cancellationToken = default) =>
        SendAsync([.. messages], cancellationToken);

    public override Task<IReadOnlyList<long>> ScheduleMessagesAsync(
        IEnumerable<ServiceBusMessage> messages, DateTimeOffset scheduledEnqueueTime, CancellationToken cancellationToken = default)
    {
        var scheduled = messages.ToList();
        // As in Azure, the time is noted on the message itself.
        foreach (var message in scheduled) message.ScheduledEnqueueTime = scheduledEnqueueTime;
        return SendAsync(scheduled, cancellationToken);
    }

    public override async Task CancelScheduledMessagesAsync(IEnumerable<long> sequenceNumbers, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(isClosed, this);
        foreach (var number in sequenceNumbers) await (await account.QueueAsync(queue)).CancelAsync(number, cancellationToken);
    }

    public override Task CloseAsync(CancellationToken cancellationToken = default)
    {
        isClosed = true;
        return Task.CompletedTask;
    }

    private async Task<IReadOnlyList<long>> SendAsync(List<ServiceBusMessage> messages, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(isClosed, this);
        if (messages.Count > BusAccount.LargestTransaction)
            throw new NotSupportedException($"The local host sends at most {BusAccount.LargestTransaction} messages together.");
        foreach (var message in messages) MessageTraces.Stamp(message, queue);
        return await (await account.QueueAsync(queue)).SendAsync(messages, null, cancellationToken);
    }
}
