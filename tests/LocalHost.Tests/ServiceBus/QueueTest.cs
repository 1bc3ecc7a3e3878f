using System.Collections.Concurrent;
using Azure.Messaging.ServiceBus;
using Dfm.LocalHost.ServiceBus;
using Dfm.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dfm.LocalHost.Tests.ServiceBus;

/// <summary>What the tests of queues share: a queue on a real storage account, and listeners to it.</summary>
public abstract class QueueTest : IAsyncDisposable
{
    protected const string QueueName = "emails";

    protected static readonly TimeSpan Soon = TimeSpan.FromSeconds(15);
    protected static readonly TimeSpan AtOnce = TimeSpan.FromMilliseconds(1);

    /// <summary>Other processes are looked at often.</summary>
    internal static readonly BusOptions Polling = new() { PollInterval = TimeSpan.FromMilliseconds(100) };

    private readonly ConcurrentBag<QueueListener> listeners = [];

    protected QueueTest(AzuriteFixture azurite)
    {
        ArgumentNullException.ThrowIfNull(azurite);
        Azurite = azurite;
        Storage = azurite.NewAccount();
        Account = NewProcess(Polling);
        Client = new LocalServiceBusClient(Account);
        Sender = Client.CreateSender(QueueName);
        Receiver = Client.CreateReceiver(QueueName);
        DeadLetters = Client.CreateReceiver(QueueName, new ServiceBusReceiverOptions { SubQueue = SubQueue.DeadLetter });
    }

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected AzuriteFixture Azurite { get; }

    protected StorageAccount Storage { get; }

    protected ServiceBusClient Client { get; }

    protected ServiceBusSender Sender { get; }

    protected ServiceBusReceiver Receiver { get; }

    protected ServiceBusReceiver DeadLetters { get; }

    internal BusAccount Account { get; }

    public async ValueTask DisposeAsync()
    {
        using var impatient = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        foreach (var listener in listeners) await listener.StopAsync(impatient.Token);
        GC.SuppressFinalize(this);
    }

    /// <summary>The account as another process has it, with nothing shared in memory.</summary>
    internal BusAccount NewProcess(BusOptions? options = null) => new(Storage.ConnectionString, options ?? Polling);

    /// <summary>Listens to the queue.</summary>
    internal async Task<QueueListener> ListenAsync(
        BusAccount account, Func<ServiceBusReceivedMessage, CancellationToken, Task> run, int calls = 16, bool completes = true)
    {
        var listener = new QueueListener(account, QueueName, new ListenerOptions(calls, completes), run, NullLogger.Instance);
        listeners.Add(listener);
        await listener.StartAsync(Token);
        return listener;
    }

    /// <summary>What is in the queue.</summary>
    internal async Task<QueueState> StateAsync() => (await Account.ReadAsync(Token)).Single(state => state.Name == QueueName);

    /// <summary>Receives and completes all there is.</summary>
    protected async Task<IReadOnlyList<ServiceBusReceivedMessage>> DrainAsync()
    {
        var all = new List<ServiceBusReceivedMessage>();
        while (await Receiver.ReceiveMessagesAsync(32, AtOnce, Token) is { Count: > 0 } some)
        {
            foreach (var message in some) await Receiver.CompleteMessageAsync(message, Token);
            all.AddRange(some);
        }

        return all;
    }

    protected static IEnumerable<string> Texts(IEnumerable<ServiceBusReceivedMessage> messages) =>
        messages.Select(message => message.Body.ToString());

    protected static async Task AssertLostAsync(Func<Task> settle)
    {
        var failure = await Assert.ThrowsAsync<ServiceBusException>(settle);
        Assert.Equal(ServiceBusFailureReason.MessageLockLost, failure.Reason);
    }
}
