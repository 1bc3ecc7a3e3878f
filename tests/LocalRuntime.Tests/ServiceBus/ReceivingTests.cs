using System.Diagnostics;
using Azure.Messaging.ServiceBus;
using Dfm.Testing;

namespace Dfm.LocalRuntime.Tests.ServiceBus;

/// <summary>Waiting for messages, browsing them, and messages that are too old.</summary>
public sealed class ReceivingTests(AzuriteFixture azurite) : QueueTest(azurite)
{
    [Fact]
    [Documented(ServiceBusPages.ReceiveMessages)]
    public async Task Receive_ReturnsNothing_WhenTheTimeIsOver()
    {
        var waited = Stopwatch.StartNew();

        Assert.Empty(await Receiver.ReceiveMessagesAsync(5, TimeSpan.FromMilliseconds(300), Token));
        Assert.Null(await Receiver.ReceiveMessageAsync(AtOnce, Token));

        Assert.InRange(waited.Elapsed, TimeSpan.FromMilliseconds(290), Soon);
    }

    [Fact]
    [Documented(ServiceBusPages.ReceiveMessages)]
    public async Task Receive_ReturnsWhatIsThere_AtMostAsManyAsAskedFor()
    {
        foreach (var n in Enumerable.Range(0, 3)) await Sender.SendMessageAsync(new ServiceBusMessage($"{n}"), Token);

        Assert.Equal(2, (await Receiver.ReceiveMessagesAsync(2, Soon, Token)).Count);
        Assert.Single(await Receiver.ReceiveMessagesAsync(2, Soon, Token));
    }

    [Fact]
    [Documented(ServiceBusPages.ReceiveMessages)]
    public async Task Receive_IsWokenByASend()
    {
        var waiting = Receiver.ReceiveMessageAsync(TimeSpan.FromSeconds(30), Token);
        await Eventually.HoldsAsync(async () => await Queue().CountAsync(Token) == 0 && !waiting.IsCompleted);
        var started = Stopwatch.StartNew();
        await Sender.SendMessageAsync(new ServiceBusMessage("x"), Token);

        Assert.NotNull(await waiting);
        Assert.InRange(started.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(2));
    }

    [Fact]
    [Documented(ServiceBusPages.ReceiveMessages)]
    public async Task Receive_IsCancelled()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var waiting = Receiver.ReceiveMessageAsync(TimeSpan.FromSeconds(30), stop.Token);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    [Documented(ServiceBusPages.ReceiveMode)]
    public async Task ReceiveAndDelete_NeedsNoSettling()
    {
        var options = new ServiceBusReceiverOptions { ReceiveMode = ServiceBusReceiveMode.ReceiveAndDelete };
        await using var receiver = Client.CreateReceiver(QueueName, options);
        await Sender.SendMessageAsync(new ServiceBusMessage("x"), Token);

        var message = await receiver.ReceiveMessageAsync(Soon, Token);

        Assert.Equal("x", message.Body.ToString());
        Assert.Equal(0, await Queue().CountAsync(Token));
        await Assert.ThrowsAsync<InvalidOperationException>(() => receiver.CompleteMessageAsync(message, Token));
        await Assert.ThrowsAsync<InvalidOperationException>(() => receiver.RenewMessageLockAsync(message, Token));
    }

    [Fact]
    [Documented(ServiceBusPages.PeekMessages)]
    public async Task Peek_LocksNothing_AndGoesOnWhereItWas()
    {
        foreach (var n in Enumerable.Range(0, 3)) await Sender.SendMessageAsync(new ServiceBusMessage($"{n}"), Token);

        var first = await Receiver.PeekMessageAsync(null, Token);
        Assert.Equal(("0", 0), (first.Body.ToString(), first.DeliveryCount));
        Assert.Equal(["1", "2"], Texts(await Receiver.PeekMessagesAsync(10, null, Token)));
        Assert.Null(await Receiver.PeekMessageAsync(null, Token));
        Assert.Equal(["0", "1"], Texts(await Receiver.PeekMessagesAsync(2, first.SequenceNumber, Token)));
        Assert.Equal(3, (await DrainAsync()).Count);
    }

    [Fact]
    [Documented(ServiceBusPages.PeekMessages)]
    public async Task PeekedMessage_CannotBeSettled()
    {
        await Sender.SendMessageAsync(new ServiceBusMessage("x"), Token);
        var peeked = await Receiver.PeekMessageAsync(null, Token);

        await Assert.ThrowsAsync<InvalidOperationException>(() => Receiver.CompleteMessageAsync(peeked, Token));
    }

    [Fact]
    [Documented(ServiceBusPages.Browsing)]
    public async Task Peek_ShowsExpiredMessages_UntilOneReceives()
    {
        await SendExpiredAsync("x");

        Assert.Equal("x", (await Receiver.PeekMessageAsync(0, Token)).Body.ToString());
        Assert.Empty(await DrainAsync());
        Assert.Null(await Receiver.PeekMessageAsync(0, Token));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(100_000)]
    [Documented(ServiceBusPages.Expiration)]
    public async Task Message_PastItsTimeToLive_Vanishes(int size)
    {
        await SendExpiredAsync(new string('x', size));

        Assert.Null(await Receiver.ReceiveMessageAsync(AtOnce, Token));
        Assert.Null(await DeadLetters.ReceiveMessageAsync(AtOnce, Token));
        Assert.Equal(0, await Queue().CountAsync(Token));
    }

    [Fact]
    [Documented(ServiceBusPages.Expiration)]
    public async Task Message_LockedPastItsTimeToLive_IsStillHandled()
    {
        var (handled, abandoned) = (await ReceiveExpiringAsync("handled"), await ReceiveExpiringAsync("abandoned"));
        await Eventually.HoldsAsync(() => abandoned.ExpiresAt < DateTimeOffset.UtcNow);

        await Receiver.CompleteMessageAsync(handled, Token);
        await Receiver.AbandonMessageAsync(abandoned, null, Token);

        Assert.Empty(await DrainAsync());
        Assert.Equal(0, await Queue().CountAsync(Token));
    }

    private async Task<ServiceBusReceivedMessage> ReceiveExpiringAsync(string text)
    {
        await Sender.SendMessageAsync(new ServiceBusMessage(text) { TimeToLive = TimeSpan.FromSeconds(2) }, Token);
        return await Receiver.ReceiveMessageAsync(Soon, Token);
    }

    private async Task SendExpiredAsync(string text)
    {
        await Sender.SendMessageAsync(new ServiceBusMessage(text) { TimeToLive = TimeSpan.FromMilliseconds(100) }, Token);
        var peeked = await Receiver.PeekMessageAsync(0, Token);
        await Eventually.HoldsAsync(() => peeked.ExpiresAt < DateTimeOffset.UtcNow);
    }
}
