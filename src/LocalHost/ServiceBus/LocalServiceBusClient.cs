using Azure.Messaging.ServiceBus;

namespace Dfm.LocalHost.ServiceBus;

/// <summary>A client of the local queues.</summary>
internal sealed class LocalServiceBusClient(BusAccount account) : ServiceBusClient
{
    private bool isClosed;

    public override bool IsClosed => isClosed;

    public override ServiceBusSender CreateSender(string queueOrTopicName) => new LocalSender(Queue(queueOrTopicName));

    public override ServiceBusSender CreateSender(string queueOrTopicName, ServiceBusSenderOptions options) => CreateSender(queueOrTopicName);

    public override ServiceBusReceiver CreateReceiver(string queueName) => CreateReceiver(queueName, new ServiceBusReceiverOptions());

    public override ServiceBusReceiver CreateReceiver(string queueName, ServiceBusReceiverOptions options) =>
        options.ReceiveMode == ServiceBusReceiveMode.PeekLock
            ? new LocalReceiver(account, Queue(queueName), options.SubQueue)
            : throw Unsupported("messages received and deleted at once");

    public override ServiceBusReceiver CreateReceiver(string topicName, string subscriptionName) => throw Unsupported("topics");

    public override ServiceBusProcessor CreateProcessor(string queueName) => throw Unsupported("processors");

    public override ServiceBusProcessor CreateProcessor(string queueName, ServiceBusProcessorOptions options) =>
        throw Unsupported("processors");

    public override ServiceBusSessionProcessor CreateSessionProcessor(string queueName, ServiceBusSessionProcessorOptions options) =>
        throw Unsupported("sessions");

#pragma warning disable CA2215 // The base class would close a connection to Azure, which there is not.
    public override ValueTask DisposeAsync()
#pragma warning restore CA2215
    {
        isClosed = true;
        return ValueTask.CompletedTask;
    }

    private BusQueue Queue(string name)
    {
        ObjectDisposedException.ThrowIf(isClosed, this);
        return account.Queue(name);
    }

    private static NotSupportedException Unsupported(string what) => new($"The local host's Service Bus knows no {what}.");
}
