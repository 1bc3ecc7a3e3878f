using System.Runtime.Serialization;
using Azure.Messaging.ServiceBus;
using Dfm.LocalHost.ServiceBus;
using Dfm.Testing;

namespace Dfm.LocalHost.Tests.ServiceBus;

/// <summary>Messages that are sent, received, scheduled, settled and put aside.</summary>
public sealed class MessageTests(AzuriteFixture azurite) : QueueTest(azurite)
{
    public static TheoryData<object> Values => new()
    {
        "é", true, byte.MaxValue, sbyte.MinValue, '"', short.MinValue, ushort.MaxValue, int.MinValue, uint.MaxValue, long.MinValue, ulong.MaxValue,
        0.1f, double.Epsilon, 1.10m, new Guid("6f9619ff-8b86-d011-b42d-00c04fc964ff"), new Uri("https://dfm.example.com/é?a=1"),
        TimeSpan.FromMinutes(1), new DateTimeOffset(2026, 3, 2, 8, 0, 0, 123, TimeSpan.Zero), new DateTime(2026, 3, 2, 8, 0, 0, DateTimeKind.Utc),
    };

    [Fact]
    public async Task Message_GoesRound_WithAllItCarries()
    {
        await Sender.SendMessageAsync(
            new ServiceBusMessage("Équipement <&> \u0001")
            {
                MessageId = "id/with#any?chars",
                Subject = "Objet",
                CorrelationId = "dit-1",
                ContentType = "text/plain",
                TimeToLive = TimeSpan.FromHours(1),
                ScheduledEnqueueTime = Time.GetUtcNow().AddHours(-1),
            },
            Token);
        Restart();

        var message = (await ReceiveAsync())!;

        Assert.Equal("Équipement <&> \u0001", message.Body.ToString());
        Assert.Equal(
            ("id/with#any?chars", "Objet", "dit-1", "text/plain"),
            (message.MessageId, message.Subject, message.CorrelationId, message.ContentType));
        Assert.Equal((1, TimeSpan.FromHours(1)), (message.DeliveryCount, message.TimeToLive));
        Assert.Equal(Time.GetUtcNow().ToUnixTimeMilliseconds(), message.EnqueuedTime.ToUnixTimeMilliseconds());
        Assert.Equal((Time.GetUtcNow() + Lock).ToUnixTimeMilliseconds(), message.LockedUntil.ToUnixTimeMilliseconds());
    }

    [Theory]
    [MemberData(nameof(Values))]
    public async Task ApplicationProperty_OfEachType_GoesRound(object value)
    {
        await Sender.SendMessageAsync(new ServiceBusMessage { ApplicationProperties = { ["x"] = value } }, Token);

        var received = (await ReceiveAsync())!.ApplicationProperties["x"];

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
        Restart();

        var message = (await ReceiveAsync())!;
        Assert.Equal(body, message.Body.ToArray());
        await Actions.CompleteMessageAsync(message, Token);

        await AssertLostAsync(() => Actions.CompleteMessageAsync(message, Token));
        Restart();
        Assert.Equal(0, (await StateAsync()).Length);
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
    public async Task ClosedSender_AndAQueueOfAnotherName_AreRefused()
    {
        await using var sender = Sender;
        await sender.CloseAsync(Token);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => sender.SendMessageAsync(new ServiceBusMessage("x"), Token));
        await using var other = new LocalServiceBusClient(Account).CreateSender("Emails");
        await Assert.ThrowsAsync<ArgumentException>(() => other.SendMessageAsync(new ServiceBusMessage("x"), Token));
    }

    [Fact]
    public async Task Duplicate_IsDropped_AlsoBesideNewOnes_AfterARestart_AndOfAScheduledOrCancelledMessage()
    {
        var number = await Sender.ScheduleMessageAsync(new ServiceBusMessage("first") { MessageId = "scheduled" }, Time.GetUtcNow().AddHours(1), Token);
        await Sender.SendMessageAsync(new ServiceBusMessage("first") { MessageId = "completed" }, Token);
        Assert.Single(await DrainAsync());
        await Sender.CancelScheduledMessageAsync(number, Token);
        Restart();

        await Sender.SendMessagesAsync(
            "scheduled completed new new".Split(' ').Select(id => new ServiceBusMessage("second") { MessageId = id }), Token);
        await Sender.SendMessageAsync(new ServiceBusMessage("third") { MessageId = "new" }, Token);

        Assert.Equal(["new second"], (await DrainAsync()).Select(message => $"{message.MessageId} {message.Body}"));
    }

    [Fact]
    public async Task Duplicate_BehindTheWindow_IsNew_AlsoWhileTheFirstStillWaits()
    {
        for (var n = 0; n < 3; n++)
        {
            await Sender.SendMessageAsync(new ServiceBusMessage($"{n}") { MessageId = "same" }, Token);
            Time.Advance(TimeSpan.FromMinutes(10));
            Restart();
        }

        Assert.Equal(["0", "1", "2"], (await DrainAsync()).Select(message => message.Body.ToString()));
    }

    [Fact]
    public async Task Scheduled_BecomesVisibleWhenDue_AndIsCancelledBeforeThatAlone_AlsoAfterARestart()
    {
        var (due, later) = (Time.GetUtcNow().AddMinutes(2), Time.GetUtcNow().AddDays(30));
        var number = await Sender.ScheduleMessageAsync(new ServiceBusMessage("x"), due, Token);
        var cancelled = await Sender.ScheduleMessageAsync(new ServiceBusMessage("cancelled"), later, Token);
        Restart();
        Assert.Null(await ReceiveAsync());
        Assert.Equal(2, (await StateAsync()).Scheduled);
        await Sender.CancelScheduledMessageAsync(cancelled, Token);
        Time.Advance(TimeSpan.FromMinutes(2));

        foreach (var no in (long[])[number, cancelled, 42])
        {
            var failure = await Assert.ThrowsAsync<ServiceBusException>(() => Sender.CancelScheduledMessageAsync(no, Token));
            Assert.Equal(ServiceBusFailureReason.MessageNotFound, failure.Reason);
        }

        var message = Assert.Single(await DrainAsync());
        Assert.Equal((1, due.ToUnixTimeMilliseconds()), (message.DeliveryCount, message.EnqueuedTime.ToUnixTimeMilliseconds()));
    }

    [Fact]
    public async Task Abandon_BringsTheMessageAgainAtOnce_WithPropertiesModified()
    {
        await Sender.SendMessageAsync(new ServiceBusMessage("x") { ApplicationProperties = { ["kept"] = 1, ["changed"] = 1 } }, Token);
        var first = (await ReceiveAsync())!;
        await Actions.AbandonMessageAsync(first, new Dictionary<string, object> { ["changed"] = 2 }, Token);

        var second = (await ReceiveAsync())!;

        Assert.Equal((2, first.SequenceNumber), (second.DeliveryCount, second.SequenceNumber));
        Assert.Equal((1, 2), (second.ApplicationProperties["kept"], second.ApplicationProperties["changed"]));
        await AssertLostAsync(() => Actions.CompleteMessageAsync(first, Token));
    }

    [Fact]
    public async Task Message_ThatKillsItsProcess_ComesAgainAtOnce_AndIsADeadLetterAfterTenTimes()
    {
        await Sender.SendMessageAsync(new ServiceBusMessage("x"), Token);
        for (var n = 1; n <= 10; n++)
        {
            Assert.Equal(n, (await ReceiveAsync())!.DeliveryCount);
            Restart();
        }

        Assert.Null(await ReceiveAsync());

        var dead = (await StateAsync()).DeadLetters.Single().Received();
        Assert.Equal("MaxDeliveryCountExceeded", dead.DeadLetterReason);
        Assert.Equal("Message could not be consumed after 10 delivery attempts.", dead.DeadLetterErrorDescription);
    }

    [Theory]
    [InlineData(StorageFaultKind.CutAfter)]
    [InlineData(StorageFaultKind.CutBefore)]
    [InlineData(StorageFaultKind.TimedOut)]
    public async Task EveryStep_WhoseAnswerIsLostOnce_IsDoneOnce(StorageFaultKind kind)
    {
        // The first try of each write fails; the client's repetition does it, once more or for the first time.
        var tried = new HashSet<string?>();
        await using var proxy = await StorageProxy.StartAsync(Storage);
        proxy.Fault = request =>
        {
            lock (tried)
            {
                return request.Body is { } body && tried.Add(body) ? new StorageFault(kind) : null;
            }
        };
        var account = new BusAccount(() => proxy.Account.ConnectionString);
        var (queue, actions) = (await account.QueueAsync(QueueName), new LocalMessageActions(account));
        await queue.SendAsync([new ServiceBusMessage("a"), new ServiceBusMessage("b")], null, Token);
        await actions.AbandonMessageAsync(await queue.ReceiveAsync(Lock, Token), null, Token);
        await actions.CompleteMessageAsync(await queue.ReceiveAsync(Lock, Token), Token);
        await actions.DeadLetterMessageAsync(await queue.ReceiveAsync(Lock, Token), null, "broken", "It is.", Token);

        var (state, dead) = (await StateAsync(), (await StateAsync()).DeadLetters.Single().Received());
        Assert.Equal((0, "b", "broken", "It is."), (state.Length, dead.Body.ToString(), dead.DeadLetterReason, dead.DeadLetterErrorDescription));
    }

    [Fact]
    public async Task Sends_OfDifferentIds_DoNotWaitForEachOther_ThoseOfOneIdDo()
    {
        await using var proxy = await StorageProxy.StartAsync(Storage);
        var queue = await new BusAccount(() => proxy.Account.ConnectionString).QueueAsync(QueueName);
        var (writes, held) = (new SemaphoreSlim(0), new TaskCompletionSource());
        proxy.BeforeForwarding = _ =>
        {
            writes.Release();
            return held.Task;
        };

        var sends = "a b a".Split(' ').Select(id => queue.SendAsync([new ServiceBusMessage(id) { MessageId = id }], null, Token)).ToList();
        for (var first = 0; first < 2; first++) Assert.True(await writes.WaitAsync(Patience.Longest, Token));
        held.SetResult();
        await Task.WhenAll(sends);

        // The third was a duplicate, which the end of the first had to tell.
        Assert.Equal((0, 2), (writes.CurrentCount, queue.Read().Length));
    }

    [Fact]
    public async Task StorageThatFails_RefusesTheSend_AndBringsASettledMessageAgain_UntilItWorks()
    {
        await using var proxy = await StorageProxy.StartAsync(Storage);
        var account = new BusAccount(() => proxy.Account.ConnectionString);
        var (queue, actions) = (await account.QueueAsync(QueueName), new LocalMessageActions(account));
        await queue.SendAsync([new ServiceBusMessage("first")], null, Token);
        var message = await queue.ReceiveAsync(Lock, Token);
        // Whatever is asked is done, but never answered.
        proxy.Fault = _ => new StorageFault(StorageFaultKind.CutAfter);
        var send = await Assert.ThrowsAsync<ServiceBusException>(() => queue.SendAsync([new ServiceBusMessage("second") { MessageId = "m" }], null, Token));
        await Assert.ThrowsAsync<ServiceBusException>(() => actions.CompleteMessageAsync(message, Token));
        Assert.Equal((ServiceBusFailureReason.ServiceCommunicationProblem, true), (send.Reason, send.IsTransient));
        proxy.Fault = null;

        Assert.Equal(2, (await queue.ReceiveAsync(Lock, Token)).DeliveryCount);
        await queue.SendAsync([new ServiceBusMessage("second") { MessageId = "m" }], null, Token);
        Assert.Equal("second", (await queue.ReceiveAsync(Lock, Token)).Body.ToString());
        Assert.Equal(2, (await StateAsync()).Length);
    }

    private static async Task AssertLostAsync(Func<Task> settle)
    {
        var failure = await Assert.ThrowsAsync<ServiceBusException>(settle);
        Assert.Equal(ServiceBusFailureReason.MessageLockLost, failure.Reason);
    }
}
