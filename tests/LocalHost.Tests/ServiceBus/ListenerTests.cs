using System.Collections.Concurrent;
using System.Diagnostics;
using Azure.Messaging.ServiceBus;
using Dfm.LocalHost.ServiceBus;
using Dfm.Testing;

namespace Dfm.LocalHost.Tests.ServiceBus;

/// <summary>Handlers that are run for a queue's messages.</summary>
public sealed class ListenerTests(AzuriteFixture azurite) : QueueTest(azurite)
{
    private readonly ConcurrentQueue<string> seen = new();

    [Fact]
    public async Task Message_IsHandledAndGone_ForThreeStorageRequests()
    {
        var requests = new RequestLimit();
        var account = new BusAccount(Storage.ConnectionString, new BusOptions { PollInterval = TimeSpan.FromMinutes(1) }, policy: requests);
        var sender = new LocalServiceBusClient(account).CreateSender(QueueName);
        await ListenAsync(account, SeeAsync);
        await sender.SendMessageAsync(new ServiceBusMessage("creates the table"), Token);
        await Eventually.HoldsAsync(async () => seen.Count == 1 && (await StateAsync()).Length == 0);
        var before = requests.Requests;

        await sender.SendMessageAsync(new ServiceBusMessage("costs as much as any other"), Token);

        await Eventually.HoldsAsync(async () => seen.Count == 2 && (await StateAsync()).Length == 0);
        Assert.Equal(3, requests.Requests - before);
    }

    [Fact]
    public async Task Scheduled_IsHandledWhenItIsDue()
    {
        var late = new ConcurrentQueue<TimeSpan>();
        await ListenAsync(Account, (message, _) =>
        {
            late.Enqueue(DateTimeOffset.UtcNow - message.ScheduledEnqueueTime);
            return Task.CompletedTask;
        });

        for (var n = 0; n < 10; n++)
            await Sender.SendMessageAsync(new ServiceBusMessage { ScheduledEnqueueTime = DateTimeOffset.UtcNow.AddSeconds(1) }, Token);

        await Eventually.HoldsAsync(() => late.Count == 10);
        Assert.All(late, one => Assert.True(one >= TimeSpan.Zero));
        TestContext.Current.SendDiagnosticMessage($"Late: {late.Max().TotalMilliseconds} ms at most, {late.Min().TotalMilliseconds} at least.");
    }

    [Fact]
    public async Task Handler_ThatFails_GetsTheMessageAgain_UntilItIsADeadLetter()
    {
        await ListenAsync(Account, async (message, cancellationToken) =>
        {
            await SeeAsync(message, cancellationToken);
            throw new InvalidOperationException("asked to fail");
        });

        await Sender.SendMessageAsync(new ServiceBusMessage("x"), Token);

        await Eventually.HoldsAsync(async () => (await StateAsync()).DeadLetters.Count == 1);
        Assert.Equal(Enumerable.Range(1, 10).Select(n => $"x {n}"), seen);
        Assert.Equal("MaxDeliveryCountExceeded", (await StateAsync()).DeadLetters[0].DeadLetterReason);
    }

    [Fact]
    public async Task LongHandler_KeepsItsLock()
    {
        var gate = new TaskCompletionSource();
        await ListenAsync(NewProcess(Polling with { LockDuration = TimeSpan.FromSeconds(3) }), async (message, cancellationToken) =>
        {
            await SeeAsync(message, cancellationToken);
            await gate.Task;
        });
        var (first, until) = (Stopwatch.StartNew(), TimeSpan.FromSeconds(5));
        await Sender.SendMessageAsync(new ServiceBusMessage("long"), Token);
        await Eventually.HoldsAsync(() => seen.Count == 1);

        Assert.Empty(await Receiver.ReceiveMessagesAsync(1, until - first.Elapsed, Token));
        gate.SetResult();

        await Eventually.HoldsAsync(async () => (await StateAsync()).Length == 0);
        Assert.Equal(["long 1"], seen);
    }

    [Fact]
    public async Task MessageOfAKilledProcess_ComesAgainWhenItsLockHasRunOut()
    {
        var killed = NewProcess(new BusOptions { LockDuration = TimeSpan.FromSeconds(2) });
        await Sender.SendMessageAsync(new ServiceBusMessage("x"), Token);
        Assert.NotNull(await new LocalServiceBusClient(killed).CreateReceiver(QueueName).ReceiveMessageAsync(Soon, Token));
        var waited = Stopwatch.StartNew();

        await ListenAsync(NewProcess(new BusOptions()), SeeAsync);

        await Eventually.HoldsAsync(() => seen.Count == 1);
        Assert.Equal(["x 2"], seen);
        TestContext.Current.SendDiagnosticMessage($"Came again after {waited.ElapsedMilliseconds} ms.");
    }

    [Fact]
    public async Task LockTakenByAnotherProcess_IsLost_AndTheMessageIsNotRunTwiceHere()
    {
        var gate = new TaskCompletionSource();
        var failures = new ConcurrentQueue<Exception?>();
        var mine = NewProcess(Polling with { LockDuration = TimeSpan.FromSeconds(1) });
        var actions = new LocalMessageActions(mine);
        await ListenAsync(mine, async (message, cancellationToken) =>
        {
            await SeeAsync(message, cancellationToken);
            if (message.DeliveryCount > 1) return;
            await gate.Task;
            failures.Enqueue(await Record.ExceptionAsync(() => actions.CompleteMessageAsync(message, CancellationToken.None)));
        });
        await Sender.SendMessageAsync(new ServiceBusMessage("x"), Token);
        await Eventually.HoldsAsync(() => seen.Count == 1);

        // Somebody else writes the row, as one that received the message does.
        var table = await Account.TableAsync();
        var key = (await Account.Queue(QueueName).ReadAsync(BusRow.Live, Token))[0].Key;
        var row = await table.GetEntityAsync<Azure.Data.Tables.TableEntity>(QueueName, key, cancellationToken: Token);
        row.Value["Write"] = Guid.NewGuid();
        row.Value["Visible"] = DateTimeOffset.UtcNow.AddSeconds(3).UtcTicks;
        await table.UpdateEntityAsync(row.Value, Azure.ETag.All, cancellationToken: Token);
        gate.SetResult();

        await Eventually.HoldsAsync(() => failures.Count == 1);
        Assert.Equal(ServiceBusFailureReason.MessageLockLost, Assert.IsType<ServiceBusException>(failures.Single()).Reason);
        await Eventually.HoldsAsync(async () => (await StateAsync()).Length == 0);
        Assert.Equal(["x 1", "x 2"], seen);
    }

    [Fact]
    public async Task Handlers_RunAtTheSameTime_AsManyAsAreAllowed()
    {
        var gate = new TaskCompletionSource();
        await ListenAsync(Account, async (message, cancellationToken) =>
        {
            await SeeAsync(message, cancellationToken);
            await gate.Task;
        }, calls: 3);

        await Sender.SendMessagesAsync(Enumerable.Range(0, 8).Select(n => new ServiceBusMessage($"{n}")), Token);
        await Eventually.HoldsAsync(async () => seen.Count == 3 && (await StateAsync()).Locked == 3);
        Assert.Equal(3, seen.Count);
        gate.SetResult();

        await Eventually.HoldsAsync(() => seen.Count == 8);
    }

    [Fact]
    public async Task AutoCompleteOff_LeavesTheMessageLocked_WhenTheHandlerDoesNotSettleIt()
    {
        await ListenAsync(Account, SeeAsync, completes: false);

        await Sender.SendMessageAsync(new ServiceBusMessage("x"), Token);
        await Eventually.HoldsAsync(() => seen.Count == 1);

        Assert.Equal((1, 1), ((await StateAsync()).Length, (await StateAsync()).Locked));
    }

    [Fact]
    public async Task Stop_WaitsForHandlers_TakesNothingNew_AndAbandonsThoseThatTakeTooLong()
    {
        var listener = await ListenAsync(Account, async (message, cancellationToken) =>
        {
            await SeeAsync(message, cancellationToken);
            await Task.Delay(Timeout.Infinite, cancellationToken);
        });
        await Sender.SendMessageAsync(new ServiceBusMessage("endless"), Token);
        await Eventually.HoldsAsync(() => seen.Count == 1);
        using var patience = new CancellationTokenSource();
        var stopping = listener.StopAsync(patience.Token);
        await Sender.SendMessageAsync(new ServiceBusMessage("too late"), Token);
        Assert.False(stopping.IsCompleted);

        await patience.CancelAsync();
        await stopping;

        await Eventually.HoldsAsync(async () => (await StateAsync()).Waiting.Count == 2);
        Assert.Equal(["endless 1"], seen);
    }

    [Fact]
    public void Message_GoesToTheWorkerAsLockTokenAndAmqp()
    {
        var row = BusRow.Of(new ServiceBusMessage("x") { MessageId = "m" }, DateTimeOffset.UtcNow) with { Deliveries = 3 };
        var token = Guid.NewGuid();

        var read = MessageBytes.Read(MessageBytes.Of(row.Received(QueueName, token)));

        Assert.Equal(("x", "m", 3, $"{token}"), (read.Body.ToString(), read.MessageId, read.DeliveryCount, read.LockToken));
        Assert.Equal((row.Sequence, row.Sent.UtcDateTime.Date), (read.SequenceNumber, read.EnqueuedTime.UtcDateTime.Date));
    }

    private Task SeeAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken)
    {
        seen.Enqueue($"{message.Body} {message.DeliveryCount}");
        return Task.CompletedTask;
    }
}
