using Azure.Core;
using Azure.Messaging.ServiceBus;
using Dfm.LocalRuntime.ServiceBus;
using Dfm.Testing;

namespace Dfm.LocalRuntime.Tests.ServiceBus;

/// <summary>Closed clients, wrong arguments, storage that is not there, and what one call costs.</summary>
public sealed class ClientTests(AzuriteFixture azurite) : QueueTest(azurite)
{
    [Fact]
    [Documented(ServiceBusPages.DisposeClient)]
    public async Task ClosedClient_RefusesAll_AndItsSendersAndReceiversDo()
    {
        await Sender.SendMessageAsync(new ServiceBusMessage("x"), Token);
        var message = await Receiver.ReceiveMessageAsync(Soon, Token);
        await Client.DisposeAsync();

        Assert.True(Client.IsClosed);
        Assert.Throws<ObjectDisposedException>(() => Client.CreateSender(QueueName));
        Assert.Throws<ObjectDisposedException>(() => Client.CreateReceiver(QueueName));
        await AssertClosedAsync(() => Sender.SendMessageAsync(new ServiceBusMessage("x"), Token));
        await AssertClosedAsync(() => Receiver.ReceiveMessageAsync(AtOnce, Token));
        await AssertClosedAsync(() => Receiver.CompleteMessageAsync(message, Token));
    }

    [Fact]
    public async Task ClosedSender_SendsNothing()
    {
        await Sender.CloseAsync(Token);

        Assert.Equal((true, false), (Sender.IsClosed, Client.IsClosed));
        await AssertClosedAsync(() => Sender.SendMessageAsync(new ServiceBusMessage("x"), Token));
        await AssertClosedAsync(() => Sender.SendMessagesAsync([new ServiceBusMessage("x")], Token));
        await AssertClosedAsync(() => Sender.ScheduleMessageAsync(new ServiceBusMessage("x"), DateTimeOffset.UtcNow, Token));
        await AssertClosedAsync(() => Sender.CancelScheduledMessageAsync(1, Token));
        await AssertClosedAsync(async () => await Sender.CreateMessageBatchAsync(Token));
    }

    [Fact]
    public async Task ClosedReceiver_ReceivesAndSettlesNothing()
    {
        await Sender.SendMessageAsync(new ServiceBusMessage("x"), Token);
        var message = await Receiver.ReceiveMessageAsync(Soon, Token);
        await Receiver.DisposeAsync();

        Assert.True(Receiver.IsClosed);
        await AssertClosedAsync(() => Receiver.ReceiveMessageAsync(AtOnce, Token));
        await AssertClosedAsync(() => Receiver.PeekMessageAsync(null, Token));
        await AssertClosedAsync(() => Receiver.CompleteMessageAsync(message, Token));
        await AssertClosedAsync(() => Receiver.AbandonMessageAsync(message, null, Token));
        await AssertClosedAsync(() => Receiver.DeadLetterMessageAsync(message, "reason", null, Token));
        await AssertClosedAsync(() => Receiver.RenewMessageLockAsync(message, Token));
    }

    [Fact]
    public async Task NoMessage_IsRefused()
    {
        await Assert.ThrowsAsync<ArgumentNullException>(() => Sender.SendMessageAsync(null, Token));
        await Assert.ThrowsAsync<ArgumentNullException>(() => Sender.SendMessagesAsync((IEnumerable<ServiceBusMessage>)null!, Token));
        await Assert.ThrowsAsync<ArgumentNullException>(() => Sender.SendMessagesAsync((ServiceBusMessageBatch)null!, Token));
        await Assert.ThrowsAsync<ArgumentNullException>(() => Sender.ScheduleMessageAsync(null, DateTimeOffset.UtcNow, Token));
        await Assert.ThrowsAsync<ArgumentNullException>(() => Receiver.CompleteMessageAsync(null, Token));
        await Assert.ThrowsAsync<ArgumentNullException>(() => Receiver.AbandonMessageAsync(null, null, Token));
        await Assert.ThrowsAsync<ArgumentNullException>(() => Receiver.DeadLetterMessageAsync(null, "reason", null, Token));
        await Assert.ThrowsAsync<ArgumentNullException>(() => Receiver.RenewMessageLockAsync(null, Token));
        Assert.Throws<ArgumentNullException>(() => new ServiceBusMessage((BinaryData)null!));
        Assert.Throws<ArgumentNullException>(() => new ServiceBusMessage((ServiceBusReceivedMessage)null!));
    }

    [Theory]
    [InlineData(0, 1000)]
    [InlineData(1, 0)]
    [InlineData(1, -1)]
    [Documented(ServiceBusPages.ReceiveMessages)]
    public async Task Receive_OfNoMessage_OrInNoTime_IsRefused(int max, int milliseconds) =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => Receiver.ReceiveMessagesAsync(max, TimeSpan.FromMilliseconds(milliseconds), Token));

    [Fact]
    [Documented(ServiceBusPages.PeekMessages)]
    public async Task Peek_AtNoMessage_IsRefused() =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Receiver.PeekMessagesAsync(0, null, Token));

    [Fact]
    [Documented(ServiceBusPages.MessageId)]
    public void MessageId_Has1To128Characters()
    {
        Assert.Equal(128, new ServiceBusMessage { MessageId = new string('x', 128) }.MessageId.Length);
        Assert.Throws<ArgumentException>(() => new ServiceBusMessage { MessageId = new string('x', 129) });
        Assert.Throws<ArgumentException>(() => new ServiceBusMessage { MessageId = "" });
        Assert.Throws<ArgumentException>(() => new ServiceBusMessage { MessageId = null });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void TimeToLive_IsPositive(int seconds) => Assert.Throws<ArgumentOutOfRangeException>(
        () => new ServiceBusMessage { TimeToLive = TimeSpan.FromSeconds(seconds) });

    [Theory]
    [InlineData("Emails")]
    [InlineData("a--b")]
    [InlineData("queue/sub")]
    [InlineData("emails/$deadletterqueue")]
    [InlineData("")]
    public void QueueName_ThatStorageDoesNotKnow_IsRefused(string name) =>
        Assert.Throws<ArgumentException>(() => Client.CreateSender(name));

    [Fact]
    public async Task NamespaceWithCredential_IsRefusedAtFirstUse()
    {
        await using var client = new ServiceBusClient("x.servicebus.windows.net", new NoCredential());
        await using var sender = client.CreateSender(QueueName);

        var refusal = await Assert.ThrowsAsync<NotSupportedException>(() => sender.SendMessageAsync(new ServiceBusMessage("x"), Token));

        Assert.Contains("'ServiceBus'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Documented(ServiceBusPages.FailureReason)]
    public async Task StorageThatIsNotThere_IsReportedAsCommunicationProblem()
    {
        await using var client = new ServiceBusClient(Account.Through(new StoragePorts(1, 1, 1)).ConnectionString);
        await using var sender = client.CreateSender(QueueName);

        var failure = await Assert.ThrowsAsync<ServiceBusException>(() => sender.SendMessageAsync(new ServiceBusMessage("x"), Token));

        Assert.Equal((ServiceBusFailureReason.ServiceCommunicationProblem, true), (failure.Reason, failure.IsTransient));
    }

    [Fact]
    public async Task SendingAMessage_IsOneStorageRequest_HandlingIt_Three()
    {
        var requests = new RequestLimit();
        await using var client = new ServiceBusClient(new BusAccount(Account.ConnectionString, requests), BusOptions.Default);
        await using var sender = client.CreateSender(QueueName);
        await using var receiver = client.CreateReceiver(QueueName);
        await SendAndHandleAsync("creates the queue and the table");
        var before = requests.Requests;

        await SendAndHandleAsync("costs as much as any other");

        Assert.Equal(4, requests.Requests - before);

        async Task SendAndHandleAsync(string text)
        {
            await sender.SendMessageAsync(new ServiceBusMessage(text), Token);
            await receiver.CompleteMessageAsync(await receiver.ReceiveMessageAsync(Soon, Token), Token);
        }
    }

    private static async Task AssertClosedAsync(Func<Task> call) => await Assert.ThrowsAsync<ObjectDisposedException>(call);

    private sealed class NoCredential : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }
}
