using System.Collections.Concurrent;
using Azure.Messaging.ServiceBus;
using Dfm.LocalHost.ServiceBus;
using Dfm.Testing;

namespace Dfm.LocalHost.Tests.ServiceBus;

/// <summary>Handlers that are run for a queue's messages.</summary>
public sealed class ListenerTests(AzuriteFixture azurite) : QueueTest(azurite)
{
    private readonly ConcurrentQueue<string> seen = new();

    [Fact]
    public async Task Handler_ThatFails_GetsTheMessageAgain_UntilItIsADeadLetter()
    {
        await ListenAsync(async (message, cancellationToken) =>
        {
            await SeeAsync(message, cancellationToken);
            throw new InvalidOperationException("asked to fail");
        });

        await Sender.SendMessageAsync(new ServiceBusMessage("x"), Token);

        await Eventually.HoldsAsync(async () => (await StateAsync()).DeadLetters.Count == 1);
        Assert.Equal(Enumerable.Range(1, 10).Select(n => $"x {n}"), seen);
        Assert.Equal("MaxDeliveryCountExceeded", (await StateAsync()).DeadLetters[0].Received().DeadLetterReason);
    }

    [Fact]
    public async Task LongHandler_KeepsItsLock_UntilTheLongestRenewalEnds()
    {
        var gate = new TaskCompletionSource();
        var failures = new ConcurrentQueue<Exception?>();
        await ListenAsync(async (message, cancellationToken) =>
        {
            await SeeAsync(message, cancellationToken);
            if (message.DeliveryCount > 1) return;
            await gate.Task;
            failures.Enqueue(await Record.ExceptionAsync(() => Actions.CompleteMessageAsync(message, CancellationToken.None)));
        });
        await Sender.SendMessageAsync(new ServiceBusMessage("long"), Token);
        await Eventually.HoldsAsync(() => seen.Count == 1);
        Time.Advance(Lock - TimeSpan.FromSeconds(1));
        Assert.Equal(1, (await StateAsync()).Locked);

        await Eventually.HoldsAsync(async () =>
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            return seen.Count == 2 && (await StateAsync()).Length == 0;
        });
        gate.SetResult();

        await Eventually.HoldsAsync(() => failures.Count == 1);
        Assert.Equal(ServiceBusFailureReason.MessageLockLost, Assert.IsType<ServiceBusException>(failures.Single()).Reason);
        Assert.Equal(["long 1", "long 2"], seen);
    }

    [Fact]
    public async Task Scheduled_IsHandledWhenItIsDue()
    {
        await ListenAsync(SeeAsync);
        await Sender.ScheduleMessageAsync(new ServiceBusMessage("later"), Time.GetUtcNow().AddMinutes(1), Token);
        await Sender.SendMessageAsync(new ServiceBusMessage("now"), Token);
        await Eventually.HoldsAsync(async () => (await StateAsync()).Length == 1);
        Assert.Equal(["now 1"], seen);

        await Eventually.HoldsAsync(() =>
        {
            Time.Advance(TimeSpan.FromSeconds(30));
            return seen.Count == 2;
        });
    }

    [Fact]
    public async Task Handlers_RunAtTheSameTime_AsManyAsAreAllowed()
    {
        var gate = new TaskCompletionSource();
        await ListenAsync(
            async (message, cancellationToken) =>
            {
                await SeeAsync(message, cancellationToken);
                await gate.Task;
            },
            calls: 3);

        await Sender.SendMessagesAsync(Enumerable.Range(0, 8).Select(n => new ServiceBusMessage($"{n}")), Token);
        await Eventually.HoldsAsync(async () => seen.Count == 3 && (await StateAsync()) is { Locked: 3, Waiting: 5 });
        gate.SetResult();

        await Eventually.HoldsAsync(async () => seen.Count == 8 && (await StateAsync()).Length == 0);
    }

    [Fact]
    public async Task AutoCompleteOff_LeavesTheMessageLocked_WhenTheHandlerDoesNotSettleIt()
    {
        await ListenAsync(SeeAsync, completes: false);

        await Sender.SendMessageAsync(new ServiceBusMessage("x"), Token);
        await Eventually.HoldsAsync(() => seen.Count == 1);

        Assert.Equal((1, 1), ((await StateAsync()).Length, (await StateAsync()).Locked));
    }

    [Fact]
    public async Task Stop_WaitsForHandlers_TakesNothingNew_AndEndsThoseThatTakeTooLong()
    {
        var listener = await ListenAsync(async (message, cancellationToken) =>
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

        await Eventually.HoldsAsync(async () => (await StateAsync()).Waiting == 2);
        Assert.Equal(["endless 1"], seen);
    }

    [Fact]
    public async Task Message_GoesToTheWorkerAsLockTokenAndAmqp()
    {
        await Sender.SendMessageAsync(new ServiceBusMessage("x") { MessageId = "m" }, Token);
        var message = (await ReceiveAsync())!;

        var read = MessageConverter.Read(MessageConverter.ToData(message).Content.Memory);

        Assert.Equal(("x", "m", 1, message.LockToken), (read.Body.ToString(), read.MessageId, read.DeliveryCount, read.LockToken));
        Assert.Equal((message.SequenceNumber, message.EnqueuedTime), (read.SequenceNumber, read.EnqueuedTime));
    }

    private Task SeeAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken)
    {
        seen.Enqueue($"{message.Body} {message.DeliveryCount}");
        return Task.CompletedTask;
    }
}
