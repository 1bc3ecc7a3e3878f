using System.Runtime.Serialization;
using Azure.Messaging.ServiceBus;
using Dfm.LocalHost.ServiceBus;
using Dfm.Testing;

namespace Dfm.LocalHost.Tests.ServiceBus;

/// <summary>Messages that are sent, received, scheduled, settled and put aside.</summary>
public sealed class MessageTests(AzuriteFixture azurite) : QueueTest(azurite)
{
    private static readonly DateTimeOffset Later = DateTimeOffset.UtcNow.AddHours(1);

    public static TheoryData<object> Values => new()
    {
        "é", true, byte.MaxValue, sbyte.MinValue, '"', short.MinValue, ushort.MaxValue, int.MinValue, uint.MaxValue, long.MinValue, ulong.MaxValue,
        0.1f, double.Epsilon, 1.10m, new Guid("6f9619ff-8b86-d011-b42d-00c04fc964ff"), new Uri("https://dfm.example.com/é?a=1"),
        TimeSpan.FromMinutes(1), new DateTimeOffset(2026, 3, 2, 8, 0, 0, 123, TimeSpan.Zero), new DateTime(2026, 3, 2, 8, 0, 0, DateTimeKind.Utc),
    };

    [Fact]
    public async Task Message_GoesRound_WithAllItCarries()
    {
        var due = DateTimeOffset.UtcNow.AddHours(-1);
        var before = DateTimeOffset.UtcNow;
        await Sender.SendMessageAsync(
            new ServiceBusMessage("Équipement <&> \u0001")
            {
                MessageId = "id/with#any?chars",
                Subject = "Objet",
                CorrelationId = "dit-1",
                ContentType = "text/plain",
                ReplyTo = "r",
                To = "t",
                TimeToLive = TimeSpan.FromHours(1),
                ScheduledEnqueueTime = due,
            },
            Token);

        var message = await Receiver.ReceiveMessageAsync(Soon, Token);

        Assert.Equal("Équipement <&> \u0001", message.Body.ToString());
        Assert.Equal(
            ("id/with#any?chars", "Objet", "dit-1", "text/plain", "r", "t"),
            (message.MessageId, message.Subject, message.CorrelationId, message.ContentType, message.ReplyTo, message.To));
        Assert.Equal((1, TimeSpan.FromHours(1)), (message.DeliveryCount, message.TimeToLive));
        Assert.InRange(message.EnqueuedTime, before, DateTimeOffset.UtcNow);
        Assert.InRange(message.LockedUntil, before.AddSeconds(9), DateTimeOffset.UtcNow.AddSeconds(10));
    }

    [Theory]
    [MemberData(nameof(Values))]
    public async Task ApplicationProperty_OfEachType_GoesRound(object value)
    {
        await Sender.SendMessageAsync(new ServiceBusMessage { ApplicationProperties = { ["x"] = value } }, Token);

        var received = (await Receiver.ReceiveMessageAsync(Soon, Token)).ApplicationProperties["x"];

        Assert.Equal((value, value.GetType()), (received, received?.GetType()));
    }

    [Fact]
    public async Task ApplicationProperty_OfAnotherType_IsRefused() => await Assert.ThrowsAsync<SerializationException>(
        () => Sender.SendMessageAsync(new ServiceBusMessage { ApplicationProperties = { ["x"] = new List<int>() } }, Token));

    [Theory]
    [InlineData(0)]
    [InlineData(60_000)]
    [InlineData(255_000)]
    public async Task Body_OfAnySizeUpToTheLimit_ArrivesWhole_AndIsGoneWhenCompleted(int size)
    {
        var body = new byte[size];
        Random.Shared.NextBytes(body);
        await Sender.SendMessageAsync(new ServiceBusMessage(body), Token);

        var message = await Receiver.ReceiveMessageAsync(Soon, Token);
        Assert.Equal(body, message.Body.ToArray());
        await Receiver.CompleteMessageAsync(message, Token);

        Assert.Equal(0, (await StateAsync()).Length);
        Assert.Empty((await Account.Queue(QueueName).ReadAsync(BusRow.Done, Token)).Single().Amqp);
        await AssertLostAsync(() => Receiver.CompleteMessageAsync(message, Token));
    }

    [Fact]
    public async Task MoreThan256KB_InOneMessageOrTogether_IsRefused()
    {
        var one = await Assert.ThrowsAsync<ServiceBusException>(() => Sender.SendMessageAsync(new ServiceBusMessage(new byte[256 * 1024]), Token));
        var many = await Assert.ThrowsAsync<ServiceBusException>(
            () => Sender.SendMessagesAsync([new ServiceBusMessage(new byte[200_000]), new ServiceBusMessage(new byte[100_000])], Token));

        Assert.All([one, many], failure => Assert.Equal(ServiceBusFailureReason.MessageSizeExceeded, failure.Reason));
        Assert.Equal(0, (await StateAsync()).Length);
    }

    [Fact]
    public async Task ClosedOrUnsupported_IsRefused()
    {
        await Sender.CloseAsync(Token);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => Sender.SendMessageAsync(new ServiceBusMessage("x"), Token));
        await Assert.ThrowsAsync<NotSupportedException>(async () => await Sender.CreateMessageBatchAsync(Token));
        Assert.Throws<NotSupportedException>(() => Client.CreateProcessor(QueueName));
        Assert.Throws<ArgumentException>(() => Client.CreateSender("Emails"));
        await Client.DisposeAsync();
        Assert.Throws<ObjectDisposedException>(() => Client.CreateSender(QueueName));
    }

    [Fact]
    public async Task MessagesTogether_AreAllSentOrNone_WhereverTheSenderDies()
    {
        for (var obeyed = 0; obeyed < 3; obeyed++)
        {
            var dying = new LocalServiceBusClient(new BusAccount(Storage.ConnectionString, Polling, policy: new RequestLimit(obeyed)));
            var sending = dying.CreateSender(QueueName).SendMessagesAsync(Enumerable.Range(0, 3).Select(n => new ServiceBusMessage($"{n}")), Token);
            var failure = await Record.ExceptionAsync(() => sending);
            Assert.Equal(failure is null ? 3 : 0, (await DrainAsync()).Count);
            Assert.Equal(obeyed == 2, failure is null);
        }
    }

    [Fact]
    public async Task Duplicate_IsDropped_AlsoBesideNewOnes_AfterARestart_AndOfAScheduledOrCancelledMessage()
    {
        var number = await Sender.ScheduleMessageAsync(new ServiceBusMessage("first") { MessageId = "scheduled" }, Later, Token);
        await Sender.SendMessageAsync(new ServiceBusMessage("first") { MessageId = "completed" }, Token);
        Assert.Equal(["first"], Texts(await DrainAsync()));
        await Sender.CancelScheduledMessageAsync(number, Token);
        var restarted = new LocalServiceBusClient(NewProcess()).CreateSender(QueueName);

        await restarted.SendMessagesAsync(
            "scheduled completed new new".Split(' ').Select(id => new ServiceBusMessage("second") { MessageId = id }), Token);
        await restarted.SendMessageAsync(new ServiceBusMessage("third") { MessageId = "new" }, Token);

        Assert.Equal(["new"], (await DrainAsync()).Select(message => message.MessageId));
    }

    [Fact]
    public async Task Duplicate_BehindTheWindow_IsNew_AlsoWhileTheFirstStillWaits()
    {
        var account = NewProcess(Polling with { DuplicateWindow = TimeSpan.FromTicks(1) });
        var sender = new LocalServiceBusClient(account).CreateSender(QueueName);
        for (var n = 0; n < 3; n++) await sender.SendMessageAsync(new ServiceBusMessage($"{n}") { MessageId = "same" }, Token);
        Assert.Equal(["0", "1", "2"], Texts(await DrainAsync()));

        await sender.SendMessageAsync(new ServiceBusMessage("3") { MessageId = "same" }, Token);
        Assert.Equal(["3"], Texts(await DrainAsync()));
        await account.Queue(QueueName).SweepAsync(Token);
        Assert.Empty(await account.Queue(QueueName).ReadAsync(BusRow.Done, Token));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Scheduled_BecomesVisibleWhenDue_NotEarlier_AndIsNotCancelledThen(bool byMethod)
    {
        var due = DateTimeOffset.UtcNow.AddSeconds(2);
        var number = 0L;
        if (byMethod) number = await Sender.ScheduleMessageAsync(new ServiceBusMessage("x"), due, Token);
        else await Sender.SendMessageAsync(new ServiceBusMessage("x") { ScheduledEnqueueTime = due }, Token);
        Assert.Equal((1, 1), ((await StateAsync()).Length, (await StateAsync()).Scheduled));

        var message = await Receiver.ReceiveMessageAsync(Soon, Token);

        Assert.True(DateTimeOffset.UtcNow >= due);
        Assert.Equal((1, due.ToUnixTimeMilliseconds()), (message.DeliveryCount, message.EnqueuedTime.ToUnixTimeMilliseconds()));
        await AssertNotScheduledAsync(number);
    }

    [Fact]
    public async Task Scheduled_IsCancelledByItsNumber_AlsoAfterARestart()
    {
        var number = await Sender.ScheduleMessageAsync(new ServiceBusMessage(new byte[100_000]), DateTimeOffset.UtcNow.AddDays(30), Token);

        await new LocalServiceBusClient(NewProcess()).CreateSender(QueueName).CancelScheduledMessageAsync(number, Token);

        Assert.Equal(0, (await StateAsync()).Length);
        await AssertNotScheduledAsync(number);
        await AssertNotScheduledAsync(42);
    }

    [Fact]
    public async Task Abandon_BringsTheMessageAgainAtOnce_WithPropertiesModified()
    {
        await Sender.SendMessageAsync(new ServiceBusMessage("x") { ApplicationProperties = { ["kept"] = 1, ["changed"] = 1 } }, Token);
        var first = await Receiver.ReceiveMessageAsync(Soon, Token);
        await Receiver.AbandonMessageAsync(first, new Dictionary<string, object> { ["changed"] = 2 }, Token);

        var second = await Receiver.ReceiveMessageAsync(AtOnce, Token);

        Assert.Equal((2, first.SequenceNumber), (second.DeliveryCount, second.SequenceNumber));
        Assert.Equal((1, 2), (second.ApplicationProperties["kept"], second.ApplicationProperties["changed"]));
        await AssertLostAsync(() => Receiver.CompleteMessageAsync(first, Token));
    }

    [Fact]
    public async Task Lock_ThatRanOut_IsLost_AndRenewedInTimeIsNot()
    {
        var receiver = new LocalServiceBusClient(NewProcess(Polling with { LockDuration = TimeSpan.FromSeconds(2) })).CreateReceiver(QueueName);
        await Sender.SendMessageAsync(new ServiceBusMessage("x"), Token);
        var message = await receiver.ReceiveMessageAsync(Soon, Token);
        var until = message.LockedUntil;
        await receiver.RenewMessageLockAsync(message, Token);
        Assert.True(message.LockedUntil > until);

        var second = await Receiver.ReceiveMessageAsync(Soon, Token);

        Assert.Equal(2, second.DeliveryCount);
        Assert.True(DateTimeOffset.UtcNow > message.LockedUntil);
        await AssertLostAsync(() => receiver.CompleteMessageAsync(message, Token));
        await AssertLostAsync(() => receiver.RenewMessageLockAsync(message, Token));
        await Receiver.CompleteMessageAsync(second, Token);
    }

    [Fact]
    public async Task Message_WhoseLockRanOutTooOften_IsDeadLettered()
    {
        var receiver = new LocalServiceBusClient(NewProcess(Polling with { LockDuration = TimeSpan.FromSeconds(1), MaxDeliveryCount = 1 }))
            .CreateReceiver(QueueName);
        await Sender.SendMessageAsync(new ServiceBusMessage("x"), Token);
        Assert.NotNull(await receiver.ReceiveMessageAsync(Soon, Token));

        Assert.Null(await receiver.ReceiveMessageAsync(TimeSpan.FromSeconds(2), Token));

        var dead = await DeadLetters.ReceiveMessageAsync(Soon, Token);
        Assert.Equal("MaxDeliveryCountExceeded", dead.DeadLetterReason);
        Assert.Equal("Message could not be consumed after 1 delivery attempts.", dead.DeadLetterErrorDescription);
    }

    [Theory]
    [InlineData(StorageFaultKind.CutAfter)]
    [InlineData(StorageFaultKind.CutBefore)]
    [InlineData(StorageFaultKind.TimedOut)]
    public async Task EveryStep_WhoseAnswerIsLostOnce_IsDoneOnce(StorageFaultKind kind)
    {
        // The first try of each write fails; the client's repetition finds it done, or does it.
        var tried = new HashSet<string?>();
        await using var proxy = await StorageProxy.StartAsync(Azurite.Ports);
        proxy.Fault = request =>
        {
            lock (tried)
            {
                return request.Body is { } body && tried.Add(body) ? new StorageFault(kind) : null;
            }
        };
        var client = new LocalServiceBusClient(new BusAccount(Storage.Through(proxy.Ports).ConnectionString, Polling));
        var receiver = client.CreateReceiver(QueueName);
        await client.CreateSender(QueueName).SendMessageAsync(new ServiceBusMessage("a"), Token);
        await client.CreateSender(QueueName).SendMessageAsync(new ServiceBusMessage("b"), Token);

        await receiver.AbandonMessageAsync(await receiver.ReceiveMessageAsync(Soon, Token), null, Token);
        var messages = await receiver.ReceiveMessagesAsync(2, Soon, Token);
        await receiver.CompleteMessageAsync(messages[0], Token);
        await receiver.DeadLetterMessageAsync(messages[1], "broken", "It is.", Token);

        Assert.Equal(3, messages.Sum(message => message.DeliveryCount));
        var state = await StateAsync();
        Assert.Equal((0, "broken", "It is."), (state.Length, state.DeadLetters[0].DeadLetterReason, state.DeadLetters[0].DeadLetterErrorDescription));
    }

    private async Task AssertNotScheduledAsync(long number)
    {
        var failure = await Assert.ThrowsAsync<ServiceBusException>(() => Sender.CancelScheduledMessageAsync(number, Token));
        Assert.Equal(ServiceBusFailureReason.MessageNotFound, failure.Reason);
    }
}
