using System.Collections.Concurrent;
using Azure.Messaging.ServiceBus;
using Dfm.LocalHost.ServiceBus;
using Dfm.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Dfm.LocalHost.Tests.ServiceBus;

/// <summary>What the tests of queues share: a queue on a real storage account, by a clock that only the test moves.</summary>
public abstract class QueueTest : IAsyncDisposable
{
    protected const string QueueName = "emails";

    protected static readonly TimeSpan Lock = TimeSpan.FromMinutes(5);

    private readonly ConcurrentBag<QueueListener> listeners = [];

    protected QueueTest(AzuriteFixture azurite)
    {
        ArgumentNullException.ThrowIfNull(azurite);
        Storage = azurite.NewAccount();
        Account = Started();
    }

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected StorageAccount Storage { get; }

    protected FakeTimeProvider Time { get; } = new(DateTimeOffset.UtcNow);

    protected ServiceBusSender Sender => new LocalServiceBusClient(Account).CreateSender(QueueName);

    internal BusAccount Account { get; private set; }

    internal LocalMessageActions Actions => new(Account);

    public async ValueTask DisposeAsync()
    {
        using var impatient = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        foreach (var listener in listeners) await listener.StopAsync(impatient.Token);
        GC.SuppressFinalize(this);
    }

    /// <summary>The process is killed and started again.</summary>
    internal void Restart() => Account = Started();

    internal async Task<QueueState> StateAsync() => (await Account.QueueAsync(QueueName)).Read();

    internal async Task<QueueListener> ListenAsync(
        Func<ServiceBusReceivedMessage, CancellationToken, Task> run, int calls = 16, bool completes = true)
    {
        var listener = new QueueListener(await Account.QueueAsync(QueueName), calls, completes, Lock, run, NullLogger.Instance);
        listeners.Add(listener);
        await listener.StartAsync(Token);
        return listener;
    }

    /// <summary>The next message, locked; null when none can be received.</summary>
    protected async Task<ServiceBusReceivedMessage?> ReceiveAsync()
    {
        var queue = await Account.QueueAsync(QueueName);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var received = queue.ReceiveAsync(Lock, stop.Token);
        while (!received.IsCompleted && queue.Read().Waiting > 0) await Task.Delay(1, Token);
        // A message that is taken already is still delivered.
        await stop.CancelAsync();
        try
        {
            return await received;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    protected async Task<IReadOnlyList<ServiceBusReceivedMessage>> DrainAsync()
    {
        var all = new List<ServiceBusReceivedMessage>();
        while (await ReceiveAsync() is { } message)
        {
            await Actions.CompleteMessageAsync(message, Token);
            all.Add(message);
        }

        return all;
    }

    private BusAccount Started() => new(() => Storage.ConnectionString, Time);
}
