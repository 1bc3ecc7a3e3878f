using Azure.Messaging.ServiceBus;
using Dfm.LocalRuntime.ServiceBus;
using Dfm.Testing;

namespace Dfm.LocalRuntime.Tests.ServiceBus;

/// <summary>Messages for later.</summary>
public sealed class ScheduledTests(AzuriteFixture azurite) : QueueTest(azurite)
{
    private static readonly DateTimeOffset Later = DateTimeOffset.UtcNow.AddHours(1);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Documented(ServiceBusPages.Scheduled)]
    public async Task Scheduled_ByMethodOrByProperty_BecomesVisibleThen_NotEarlier(bool byMethod)
    {
        await using var client = NewClient(Polling);
        await using var receiver = client.CreateReceiver(QueueName);
        var due = DateTimeOffset.UtcNow.AddSeconds(2);
        if (byMethod)
            await Sender.ScheduleMessageAsync(new ServiceBusMessage("x"), due, Token);
        else
            await Sender.SendMessageAsync(new ServiceBusMessage("x") { ScheduledEnqueueTime = due }, Token);

        Assert.Null(await receiver.ReceiveMessageAsync(AtOnce, Token));
        Assert.Equal((1, 1), (await Queue().CountAsync(Token), await Queue().CountScheduledAsync(Token)));
        var message = await receiver.ReceiveMessageAsync(Soon, Token);

        Assert.True(DateTimeOffset.UtcNow >= due);
        Assert.Equal((due, due, 1), (message.ScheduledEnqueueTime, message.EnqueuedTime, message.DeliveryCount));
        await receiver.CompleteMessageAsync(message, Token);
        Assert.Equal((0, 0), (await Queue().CountAsync(Token), await Queue().CountScheduledAsync(Token)));
    }

    [Fact]
    [Documented(ServiceBusPages.Scheduled)]
    public async Task Scheduled_ForAPastMoment_IsVisibleAtOnce()
    {
        await Sender.ScheduleMessageAsync(new ServiceBusMessage("x"), DateTimeOffset.UtcNow.AddDays(-1), Token);

        Assert.Equal("x", (await Receiver.ReceiveMessageAsync(AtOnce, Token)).Body.ToString());
    }

    [Fact]
    [Documented(ServiceBusPages.Scheduled)]
    public async Task Scheduled_TogetherWithOthers_WaitsAlone()
    {
        var later = new ServiceBusMessage("later") { ScheduledEnqueueTime = Later };
        await Sender.SendMessagesAsync([new ServiceBusMessage("now"), later], Token);

        Assert.Equal(["now"], Texts(await DrainAsync()));
        Assert.Equal(1, await Queue().CountScheduledAsync(Token));
    }

    [Fact]
    [Documented(ServiceBusPages.Expiration)]
    public async Task Scheduled_LivesFromThenOn()
    {
        await using var client = NewClient(Polling);
        await using var receiver = client.CreateReceiver(QueueName);
        var due = DateTimeOffset.UtcNow.AddSeconds(1);
        await Sender.ScheduleMessageAsync(new ServiceBusMessage("x") { TimeToLive = TimeSpan.FromSeconds(10) }, due, Token);

        Assert.Equal(due.AddSeconds(10), (await receiver.ReceiveMessageAsync(Soon, Token)).ExpiresAt);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(100_000)]
    [Documented(ServiceBusPages.CancelScheduled)]
    public async Task Scheduled_IsCancelledByItsNumber_AlsoAfterARestart(int size)
    {
        var number = await Sender.ScheduleMessageAsync(new ServiceBusMessage(new byte[size]), Later, Token);
        await using var restarted = NewProcess();

        await restarted.CreateSender(QueueName).CancelScheduledMessageAsync(number, Token);

        Assert.Equal((0, 0), (await Queue().CountAsync(Token), await Queue().CountScheduledAsync(Token)));
        await AssertNotFoundAsync(number);
    }

    [Fact]
    [Documented(ServiceBusPages.CancelScheduled)]
    public async Task Scheduled_AlreadyVisible_CannotBeCancelled()
    {
        var due = DateTimeOffset.UtcNow.AddSeconds(1);
        var number = await Sender.ScheduleMessageAsync(new ServiceBusMessage("x"), due, Token);
        await Eventually.HoldsAsync(() => due < DateTimeOffset.UtcNow);

        await AssertNotFoundAsync(number);

        await using var receiver = NewClient(Polling).CreateReceiver(QueueName);
        Assert.NotNull(await receiver.ReceiveMessageAsync(Soon, Token));
    }

    [Fact]
    [Documented(ServiceBusPages.FailureReason)]
    public async Task NumberThatNoMessageHas_CannotBeCancelled() => await AssertNotFoundAsync(42);

    [Fact]
    public async Task ScheduledBeyondWhatStorageHides_WaitsOn_AndCanStillBeCancelled()
    {
        // Storage hides for seven days at most: the message comes up, and is hidden again.
        var number = await Sender.ScheduleMessageAsync(new ServiceBusMessage("x"), DateTimeOffset.UtcNow.AddDays(30), Token);
        var account = BusAccount.Open(Account.ConnectionString);
        var rows = new BusRows(() => account, "sb-emails");
        var scheduled = (await rows.ReadScheduleAsync(number, Token))!;
        var queue = await account.QueueAsync("sb-emails");
        await queue.UpdateMessageAsync(
            scheduled.StorageId, scheduled.PopReceipt, visibilityTimeout: TimeSpan.Zero, cancellationToken: Token);

        Assert.Null(await Receiver.ReceiveMessageAsync(AtOnce, Token));
        Assert.Empty((await queue.PeekMessagesAsync(1, Token)).Value);
        await Sender.CancelScheduledMessageAsync(number, Token);

        Assert.Equal(0, await Queue().CountAsync(Token));
    }

    private async Task AssertNotFoundAsync(long number)
    {
        var failure = await Assert.ThrowsAsync<ServiceBusException>(() => Sender.CancelScheduledMessageAsync(number, Token));
        Assert.Equal(ServiceBusFailureReason.MessageNotFound, failure.Reason);
    }
}
