// Without nullability, as the official package is, so that both builds warn alike.
#nullable disable
using Azure.Core;
using Dfm.LocalRuntime.ServiceBus;

namespace Azure.Messaging.ServiceBus;

/// <summary>Makes senders and receivers of the queues that one connection reaches.</summary>
public class ServiceBusClient : IAsyncDisposable
{
    private readonly Func<BusAccount> account;
    private readonly BusOptions options;

    /// <summary>A client of the queues kept in a storage account: on one machine, the connection is that account's connection
    /// string.</summary>
    /// <param name="connectionString">A connection string of Azure Storage or its emulator.</param>
    public ServiceBusClient(string connectionString)
    {
        ArgumentException.ThrowIfNullOrEmpty(connectionString);
        var opened = BusAccount.Open(connectionString);
        account = () => opened;
        options = BusOptions.Default;
    }

    /// <summary>Only for Azure: whatever is sent or received through this client fails here and says so.</summary>
    /// <param name="fullyQualifiedNamespace">The namespace's host name.</param>
    /// <param name="credential">Who connects.</param>
    public ServiceBusClient(string fullyQualifiedNamespace, TokenCredential credential)
    {
        ArgumentNullException.ThrowIfNull(credential);
        options = BusOptions.Default;
        account = () => throw new NotSupportedException(
            $"The local runtime does not connect to the Service Bus namespace '{fullyQualifiedNamespace}': its queues are kept in a "
            + "storage account. Set the setting 'ServiceBus' to the connection string of a storage account.");
    }

    internal ServiceBusClient(BusAccount account, BusOptions options)
    {
        this.account = () => account;
        this.options = options;
    }

    /// <summary>For test doubles.</summary>
    protected ServiceBusClient()
    {
    }

    /// <summary>True after the client was disposed of.</summary>
    public virtual bool IsClosed { get; private set; }

    /// <summary>A receiver of a queue.</summary>
    /// <param name="queueName">Lower-case letters, digits and single hyphens, at most 57 characters.</param>
    public virtual ServiceBusReceiver CreateReceiver(string queueName) => CreateReceiver(queueName, new ServiceBusReceiverOptions());

    /// <summary>A receiver of a queue or of its dead letters.</summary>
    /// <param name="queueName">Lower-case letters, digits and single hyphens, at most 57 characters.</param>
    /// <param name="options">How it receives.</param>
    public virtual ServiceBusReceiver CreateReceiver(string queueName, ServiceBusReceiverOptions options) =>
        new(this, Queue(queueName, options?.SubQueue == SubQueue.DeadLetter), options?.ReceiveMode ?? ServiceBusReceiveMode.PeekLock);

    /// <summary>A sender to a queue.</summary>
    /// <param name="queueOrTopicName">Lower-case letters, digits and single hyphens, at most 57 characters.</param>
    public virtual ServiceBusSender CreateSender(string queueOrTopicName) =>
        new(this, Queue(queueOrTopicName, deadLetters: false));

    /// <summary>Closes the client, and with it the senders and receivers it made.</summary>
    public virtual ValueTask DisposeAsync()
    {
        IsClosed = true;
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    private BusQueue Queue(string name, bool deadLetters)
    {
        ObjectDisposedException.ThrowIf(IsClosed, this);
        return new BusQueue(account, name, deadLetters, options);
    }
}
