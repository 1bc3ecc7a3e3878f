using Azure.Data.Tables;
using Azure.Messaging.ServiceBus;
using Dfm.LocalRuntime.ServiceBus;
using Dfm.Testing;

namespace Dfm.LocalRuntime.Tests.ServiceBus;

/// <summary>Messages under a lock: completed, abandoned, renewed, and lost.</summary>
public sealed class LockTests(AzuriteFixture azurite) : QueueTest(azurite)
{
    [Fact]
    [Documented(ServiceBusPages.Receiving)]
    public async Task LockedMessage_IsNotSeenByOtherReceivers()
    {
        await Sender.SendMessageAsync(new ServiceBusMessage("x"), Token);
        var message = await Receiver.ReceiveMessageAsync(Soon, Token);

        await using var other = NewProcess();
        Assert.Null(await other.CreateReceiver(QueueName).ReceiveMessageAsync(AtOnce, Token));

        await Receiver.CompleteMessageAsync(message, Token);
    }

    [Fact]
    [Documented(ServiceBusPages.CompleteMessage)]
    public async Task Complete_TakesTheMessageOffTheQueue()
    {
        await Sender.SendMessageAsync(new ServiceBusMessage("x"), Token);
        var message = await Receiver.ReceiveMessageAsync(Soon, Token);

        await Receiver.CompleteMessageAsync(message, Token);

        Assert.Equal(0, await Queue().CountAsync(Token));
        await AssertLostAsync(() => Receiver.CompleteMessageAsync(message, Token));
    }

    [Fact]
    public async Task SettledMessage_LeavesNothingBehindButItsId()
    {
        var body = new byte[100_000];
        await using var client = NewClient(Polling);
        await using var receiver = client.CreateReceiver(QueueName);
        await Sender.ScheduleMessageAsync(new ServiceBusMessage(body), DateTimeOffset.UtcNow.AddSeconds(1), Token);
        await Sender.SendMessagesAsync([new ServiceBusMessage(body), new ServiceBusMessage(body)], Token);
        for (var n = 0; n < 3; n++)
            await receiver.CompleteMessageAsync(await receiver.ReceiveMessageAsync(Soon, Token), Token);

        var table = await BusAccount.Open(Account.ConnectionString).TableAsync();
        var rows = await table.QueryAsync<TableEntity>(cancellationToken: Token).Select(row => row.RowKey[..3]).ToListAsync(Token);

        Assert.Equal(["id-", "id-", "id-"], rows);
    }

    [Fact]
    [Documented(ServiceBusPages.AbandonMessage)]
    public async Task Abandon_MakesTheMessageVisibleAtOnce_WithOneDeliveryMore_AndPropertiesModified()
    {
        await Sender.SendMessageAsync(new ServiceBusMessage("x") { ApplicationProperties = { ["kept"] = 1, ["changed"] = 1 } }, Token);
        var first = await Receiver.ReceiveMessageAsync(Soon, Token);
        await Receiver.AbandonMessageAsync(first, new Dictionary<string, object> { ["changed"] = 2, ["added"] = 3 }, Token);

        var second = await Receiver.ReceiveMessageAsync(AtOnce, Token);

        Assert.Equal(2, second.DeliveryCount);
        Assert.Equal(
            new Dictionary<string, object> { ["kept"] = 1, ["changed"] = 2, ["added"] = 3 }, second.ApplicationProperties);
        Assert.Equal((first.SequenceNumber, first.EnqueuedTime), (second.SequenceNumber, second.EnqueuedTime));
    }

    [Fact]
    public async Task Abandon_WithPropertiesThatDoNotFitBesideTheBody_KeepsBoth()
    {
        var body = new byte[29_000];
        await Sender.SendMessageAsync(new ServiceBusMessage(body), Token);
        var noted = new Dictionary<string, object> { ["noted"] = new string('x', 30_000) };
        await Receiver.AbandonMessageAsync(await Receiver.ReceiveMessageAsync(Soon, Token), noted, Token);

        var message = await Receiver.ReceiveMessageAsync(AtOnce, Token);

        Assert.Equal(body, message.Body.ToArray());
        Assert.Equal(noted, message.ApplicationProperties);
    }

    [Fact]
    [Documented(ServiceBusPages.Receiving)]
    public async Task Lock_ThatRanOut_IsLost_AndTheMessageComesAgain()
    {
        await using var client = NewClient(Quick);
        await using var receiver = client.CreateReceiver(QueueName);
        await Sender.SendMessageAsync(new ServiceBusMessage("x"), Token);
        var first = await receiver.ReceiveMessageAsync(Soon, Token);

        var second = await Receiver.ReceiveMessageAsync(Soon, Token);

        Assert.Equal(2, second.DeliveryCount);
        Assert.True(first.LockedUntil <= DateTimeOffset.UtcNow);
        await AssertLostAsync(() => receiver.CompleteMessageAsync(first, Token));
        await AssertLostAsync(() => receiver.AbandonMessageAsync(first, null, Token));
        await AssertLostAsync(() => receiver.DeadLetterMessageAsync(first, "reason", null, Token));
        await AssertLostAsync(() => receiver.RenewMessageLockAsync(first, Token));
        await Receiver.CompleteMessageAsync(second, Token);
        Assert.Empty(await DeadLetters.PeekMessagesAsync(10, null, Token));
    }

    [Fact]
    [Documented(ServiceBusPages.CompleteMessage)]
    public async Task Lock_ThatRanOut_IsLost_AlsoWhenNobodyElseReceived()
    {
        await using var client = NewClient(Quick);
        await using var receiver = client.CreateReceiver(QueueName);
        await Sender.SendMessageAsync(new ServiceBusMessage("x"), Token);
        var message = await receiver.ReceiveMessageAsync(Soon, Token);
        await Eventually.HoldsAsync(() => message.LockedUntil < DateTimeOffset.UtcNow);

        await AssertLostAsync(() => receiver.CompleteMessageAsync(message, Token));

        Assert.Equal(2, (await Receiver.ReceiveMessageAsync(Soon, Token)).DeliveryCount);
    }

    [Fact]
    [Documented(ServiceBusPages.RenewLock)]
    public async Task Renew_HoldsTheLockLonger()
    {
        await using var client = NewClient(Quick with { LockDuration = TimeSpan.FromSeconds(4) });
        await using var receiver = client.CreateReceiver(QueueName);
        await Sender.SendMessageAsync(new ServiceBusMessage("x"), Token);
        var message = await receiver.ReceiveMessageAsync(Soon, Token);
        var until = message.LockedUntil;

        for (var i = 0; i < 4; i++)
        {
            Assert.Null(await receiver.ReceiveMessageAsync(TimeSpan.FromSeconds(1), Token));
            await receiver.RenewMessageLockAsync(message, Token);
        }

        Assert.True(message.LockedUntil > until.AddSeconds(2));
        await receiver.CompleteMessageAsync(message, Token);
    }

    [Fact]
    [Documented(ServiceBusPages.MaximumDeliveries)]
    public async Task Message_AbandonedTenTimes_BecomesADeadLetter()
    {
        await Sender.SendMessageAsync(new ServiceBusMessage("x") { MessageId = "m" }, Token);
        for (var delivery = 1; delivery <= 10; delivery++)
        {
            var message = await Receiver.ReceiveMessageAsync(AtOnce, Token);
            Assert.Equal(delivery, message.DeliveryCount);
            await Receiver.AbandonMessageAsync(message, null, Token);
        }

        Assert.Null(await Receiver.ReceiveMessageAsync(AtOnce, Token));
        Assert.Equal(10, (await DeadLetters.PeekMessageAsync(null, Token)).DeliveryCount);
        var dead = await DeadLetters.ReceiveMessageAsync(AtOnce, Token);
        Assert.Equal(("m", "MaxDeliveryCountExceeded"), (dead.MessageId, dead.DeadLetterReason));
        Assert.Equal("Message could not be consumed after 10 delivery attempts.", dead.DeadLetterErrorDescription);
    }

    [Fact]
    [Documented(ServiceBusPages.MaximumDeliveries)]
    public async Task Message_WhoseLockRanOutTooOften_BecomesADeadLetter()
    {
        await using var client = NewClient(Quick with { MaxDeliveryCount = 1 });
        await using var receiver = client.CreateReceiver(QueueName);
        await Sender.SendMessageAsync(new ServiceBusMessage("x"), Token);
        Assert.NotNull(await receiver.ReceiveMessageAsync(Soon, Token));

        Assert.Null(await receiver.ReceiveMessageAsync(TimeSpan.FromSeconds(2), Token));

        Assert.Equal("MaxDeliveryCountExceeded", (await DeadLetters.ReceiveMessageAsync(AtOnce, Token)).DeadLetterReason);
    }

    private static async Task AssertLostAsync(Func<Task> settle)
    {
        var failure = await Assert.ThrowsAsync<ServiceBusException>(settle);
        Assert.Equal(ServiceBusFailureReason.MessageLockLost, failure.Reason);
    }
}
