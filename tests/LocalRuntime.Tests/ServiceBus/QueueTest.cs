using Azure.Messaging.ServiceBus;
using Dfm.LocalRuntime.ServiceBus;
using Dfm.Testing;

namespace Dfm.LocalRuntime.Tests.ServiceBus;

/// <summary>What the tests of senders and receivers share: a queue on a real storage account.</summary>
public abstract class QueueTest : IAsyncLifetime
{
    protected const string QueueName = "emails";

    protected static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);
    protected static readonly TimeSpan AtOnce = TimeSpan.FromMilliseconds(1);

    /// <summary>Receivers look often.</summary>
    internal static readonly BusOptions Polling = BusOptions.Default with
    {
        PollInterval = TimeSpan.FromMilliseconds(100),
        SendersTurn = TimeSpan.FromSeconds(1),
    };

    /// <summary>Locks of a second, the shortest that storage knows: only for those that shall run out.</summary>
    internal static readonly BusOptions Quick = Polling with { LockDuration = TimeSpan.FromSeconds(1) };

    protected QueueTest(AzuriteFixture azurite)
    {
        ArgumentNullException.ThrowIfNull(azurite);
        Azurite = azurite;
        Account = azurite.NewAccount();
        Client = NewClient(BusOptions.Default);
        Sender = Client.CreateSender(QueueName);
        Receiver = Client.CreateReceiver(QueueName);
        DeadLetters = Client.CreateReceiver(QueueName, new ServiceBusReceiverOptions { SubQueue = SubQueue.DeadLetter });
    }

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected AzuriteFixture Azurite { get; }

    protected StorageAccount Account { get; }

    protected ServiceBusClient Client { get; }

    protected ServiceBusSender Sender { get; }

    protected ServiceBusReceiver Receiver { get; }

    protected ServiceBusReceiver DeadLetters { get; }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>A client with other options than a queue has by default.</summary>
    internal ServiceBusClient NewClient(BusOptions options) => new(BusAccount.Open(Account.ConnectionString), options);

    /// <summary>A client as another process has it, with nothing shared in memory.</summary>
    protected ServiceBusClient NewProcess() => new(new BusAccount(Account.ConnectionString), BusOptions.Default);

    /// <summary>The queue behind the client.</summary>
    internal BusQueue Queue(BusOptions? options = null)
    {
        var bus = BusAccount.Open(Account.ConnectionString);
        return new BusQueue(() => bus, QueueName, isDeadLetters: false, options ?? BusOptions.Default);
    }

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
}
