using Azure.Messaging.ServiceBus;
using Dfm.LocalRuntime.ServiceBus;
using Dfm.Testing;

namespace Dfm.LocalRuntime.Tests.ServiceBus;

/// <summary>Messages with an id that another one had.</summary>
public sealed class DuplicateTests(AzuriteFixture azurite) : QueueTest(azurite)
{
    private static readonly DateTimeOffset Later = DateTimeOffset.UtcNow.AddHours(1);

    [Fact]
    [Documented(ServiceBusPages.Duplicates)]
    public async Task Duplicate_WithinTheWindow_IsDropped_AlsoAfterARestart()
    {
        await Sender.SendMessageAsync(Message("first"), Token);
        await Sender.SendMessageAsync(Message("at once"), Token);
        Assert.Equal(["first"], Texts(await DrainAsync()));

        await using var restarted = NewProcess();
        await restarted.CreateSender(QueueName).SendMessageAsync(Message("later"), Token);
        Assert.Null(await restarted.CreateReceiver(QueueName).ReceiveMessageAsync(AtOnce, Token));

        await Sender.SendMessageAsync(new ServiceBusMessage("other") { MessageId = "other" }, Token);
        Assert.Equal(["other"], Texts(await DrainAsync()));
        Assert.Equal(0, await Queue().CountAsync(Token));
    }

    [Fact]
    [Documented(ServiceBusPages.Duplicates)]
    public async Task Duplicate_WithAnotherBody_IsADuplicate()
    {
        await Sender.SendMessageAsync(Message(new string('a', 100_000)), Token);
        await Sender.SendMessageAsync(new ServiceBusMessage("b") { MessageId = "same", Subject = "other" }, Token);

        Assert.Single(await DrainAsync());
    }

    [Fact]
    [Documented(ServiceBusPages.Duplicates)]
    public async Task Duplicates_SentTogether_LeaveOne()
    {
        await Sender.SendMessagesAsync(Enumerable.Range(0, 12).Select(n => new ServiceBusMessage { MessageId = $"{n % 4}" }), Token);

        Assert.Equal(["0", "1", "2", "3"], (await DrainAsync()).Select(message => message.MessageId).Order());
    }

    [Fact]
    [Documented(ServiceBusPages.Duplicates)]
    public async Task Duplicate_OfALockedMessage_IsDropped()
    {
        await Sender.SendMessageAsync(Message("first"), Token);
        var first = await Receiver.ReceiveMessageAsync(Soon, Token);

        await Sender.SendMessageAsync(Message("second"), Token);

        Assert.Null(await Receiver.ReceiveMessageAsync(AtOnce, Token));
        await Receiver.CompleteMessageAsync(first, Token);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Documented(ServiceBusPages.Duplicates)]
    public async Task Duplicate_OfAScheduledMessage_IsDropped(bool byMethod)
    {
        if (byMethod)
            await Sender.ScheduleMessageAsync(Message("scheduled"), Later, Token);
        else
            await Sender.SendMessageAsync(Message("scheduled", Later), Token);

        await Sender.SendMessageAsync(Message("normal"), Token);

        Assert.Empty(await DrainAsync());
        Assert.Equal((1, 1), (await Queue().CountAsync(Token), await Queue().CountScheduledAsync(Token)));
    }

    [Fact]
    [Documented(ServiceBusPages.Duplicates)]
    public async Task ScheduledDuplicate_OfAMessageThatWasReceived_IsDropped()
    {
        await Sender.SendMessageAsync(Message("normal"), Token);
        await DrainAsync();

        await Sender.ScheduleMessageAsync(Message(new string('a', 100_000)), Later, Token);

        Assert.Equal((0, 0), (await Queue().CountAsync(Token), await Queue().CountScheduledAsync(Token)));
    }

    [Fact]
    [Documented(ServiceBusPages.Duplicates)]
    public async Task ScheduledDuplicate_OfAMessageThatStillWaits_IsDropped()
    {
        await using var client = NewClient(Polling);
        await using var receiver = client.CreateReceiver(QueueName);
        await Sender.SendMessageAsync(Message("normal"), Token);
        await Sender.ScheduleMessageAsync(Message("scheduled"), DateTimeOffset.UtcNow.AddSeconds(2), Token);

        var normal = await receiver.ReceiveMessageAsync(AtOnce, Token);
        Assert.Equal("normal", normal.Body.ToString());
        await receiver.CompleteMessageAsync(normal, Token);

        Assert.Null(await receiver.ReceiveMessageAsync(TimeSpan.FromSeconds(3), Token));
        Assert.Equal(0, await Queue().CountAsync(Token));
    }

    [Fact]
    public async Task Duplicate_OfACancelledMessage_IsDropped()
    {
        var number = await Sender.ScheduleMessageAsync(Message("cancelled"), Later, Token);
        await Sender.CancelScheduledMessageAsync(number, Token);

        await Sender.SendMessageAsync(Message("again"), Token);

        Assert.Empty(await DrainAsync());
    }

    [Fact]
    [Documented(ServiceBusPages.DuplicateWindow)]
    public async Task Duplicate_BehindTheWindow_IsNew()
    {
        await using var client = NewClient(Polling with { DuplicateWindow = TimeSpan.FromSeconds(1) });
        await using var receiver = client.CreateReceiver(QueueName);
        var sent = System.Diagnostics.Stopwatch.StartNew();
        await Sender.SendMessageAsync(Message("first"), Token);
        await receiver.CompleteMessageAsync(await receiver.ReceiveMessageAsync(Soon, Token), Token);
        await Eventually.HoldsAsync(() => sent.Elapsed > TimeSpan.FromSeconds(1.1));

        await Sender.SendMessageAsync(Message("second"), Token);

        Assert.Equal("second", (await receiver.ReceiveMessageAsync(Soon, Token)).Body.ToString());
    }

    [Fact]
    [Documented(ServiceBusPages.Receiving)]
    public async Task Redelivery_IsNoDuplicate()
    {
        await Sender.SendMessageAsync(Message("x"), Token);
        await Receiver.AbandonMessageAsync(await Receiver.ReceiveMessageAsync(Soon, Token), null, Token);

        Assert.Equal("same", (await Receiver.ReceiveMessageAsync(Soon, Token)).MessageId);
    }

    [Fact]
    public async Task Sweep_ForgetsOldIdsOnly_AndNoneWhileMessagesWait()
    {
        var behind = Queue(BusOptions.Default with { DuplicateWindow = TimeSpan.FromTicks(1) });
        await Sender.SendMessageAsync(Message("first"), Token);
        await DrainAsync();

        // Within the window.
        await Queue().SweepAsync(Token);
        // Behind it; a duplicate waits.
        await Sender.SendMessageAsync(Message("waits"), Token);
        await behind.SweepAsync(Token);
        Assert.Empty(await DrainAsync());

        await behind.SweepAsync(Token);
        await Sender.SendMessageAsync(Message("new"), Token);
        Assert.Equal(["new"], Texts(await DrainAsync()));
    }

    private static ServiceBusMessage Message(string text, DateTimeOffset due = default) =>
        new(text) { MessageId = "same", ScheduledEnqueueTime = due };
}
