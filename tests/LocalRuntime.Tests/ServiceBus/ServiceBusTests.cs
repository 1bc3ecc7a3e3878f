using System.Runtime.Serialization;
using Azure.Core;
using Azure.Messaging.ServiceBus;
using Dfm.LocalRuntime.ServiceBus;
using Dfm.Testing;

namespace Dfm.LocalRuntime.Tests.ServiceBus;

/// <summary>Senders and receivers, on real storage queues.</summary>
public sealed class ServiceBusTests : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AtOnce = TimeSpan.Zero;
    private static readonly BusOptions Quick = BusOptions.Default with { PollInterval = TimeSpan.FromMilliseconds(100) };

    private readonly StorageAccount account;
    private readonly ServiceBusClient client;
    private readonly ServiceBusSender sender;
    private readonly ServiceBusReceiver receiver;
    private readonly ServiceBusReceiver deadLetters;

    public ServiceBusTests(AzuriteFixture azurite)
    {
        account = azurite.NewAccount();
        client = Client(BusOptions.Default);
        sender = client.CreateSender("emails");
        receiver = client.CreateReceiver("emails");
        deadLetters = DeadLetters(client);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => client.DisposeAsync().AsTask().GetAwaiter().GetResult();

    [Fact]
    public async Task Message_GoesRound_WithAllItCarries()
    {
        var instant = new DateTimeOffset(2026, 3, 2, 8, 0, 0, 123, TimeSpan.FromHours(1));
        var properties = new Dictionary<string, object>
        {
            ["text"] = "é",
            ["yes"] = true,
            ["int"] = 5,
            ["long"] = 5L,
            ["double"] = 0.1,
            ["decimal"] = 1.10m,
            ["guid"] = Guid.NewGuid(),
            ["instant"] = instant,
            ["local"] = instant.UtcDateTime,
            ["span"] = TimeSpan.FromTicks(1),
            ["none"] = null!,
        };
        var sent = new ServiceBusMessage("Équipement <&> \u0001")
        {
            MessageId = "id/with#any?chars",
            Subject = "Objet",
            CorrelationId = "dit-1",
            ContentType = "text/plain",
            ReplyTo = "r",
            To = "t",
            TimeToLive = TimeSpan.FromHours(1),
        };
        foreach (var (name, value) in properties) sent.ApplicationProperties[name] = value;
        var before = DateTimeOffset.UtcNow;
        await sender.SendMessageAsync(sent, Token);

        var message = (await receiver.ReceiveMessageAsync(Soon, Token))!;

        Assert.Equal("Équipement <&> \u0001", message.Body.ToString());
        Assert.Equal(
            ("id/with#any?chars", "Objet", "dit-1", "text/plain", "r", "t"),
            (message.MessageId, message.Subject, message.CorrelationId, message.ContentType, message.ReplyTo, message.To));
        Assert.Equal(properties, message.ApplicationProperties);
        Assert.Equal(1, message.DeliveryCount);
        Assert.Equal(TimeSpan.FromHours(1), message.TimeToLive);
        Assert.InRange(message.EnqueuedTime, before, DateTimeOffset.UtcNow);
        Assert.Equal(message.EnqueuedTime + message.TimeToLive, message.ExpiresAt);
        Assert.InRange(message.LockedUntil, before.AddSeconds(59), before.AddSeconds(65));
        Assert.NotEqual(Guid.Empty, Guid.Parse(message.LockToken));
    }

    [Fact]
    public async Task Property_ThatMessagesCannotCarry_IsRefused() => await Assert.ThrowsAsync<SerializationException>(
        () => sender.SendMessageAsync(new ServiceBusMessage { ApplicationProperties = { ["x"] = new Uri("https://x") } }, Token));

    [Theory]
    [InlineData(40_000)]
    [InlineData(200_000)]
    public async Task Body_OfAnySizeUpToTheLimit_ArrivesWhole(int size)
    {
        var body = new byte[size];
        Random.Shared.NextBytes(body);
        await sender.SendMessageAsync(new ServiceBusMessage(body), Token);

        var message = (await receiver.ReceiveMessageAsync(Soon, Token))!;
        await receiver.CompleteMessageAsync(message, Token);

        Assert.Equal(body, message.Body.ToArray());
    }

    [Fact]
    public async Task Message_LargerThan256KB_IsRefused()
    {
        var failure = await Assert.ThrowsAsync<ServiceBusException>(
            () => sender.SendMessageAsync(new ServiceBusMessage(new byte[256 * 1024]), Token));

        Assert.Equal(ServiceBusFailureReason.MessageSizeExceeded, failure.Reason);
    }

    [Fact]
    public async Task Batch_TakesMessagesUpTo256KB_AndSendsThemAll()
    {
        using var batch = await sender.CreateMessageBatchAsync(Token);
        while (batch.TryAddMessage(new ServiceBusMessage(new byte[20_000]))) { }

        Assert.Equal(13, batch.Count);
        Assert.InRange(batch.SizeInBytes, 260_000, batch.MaxSizeInBytes);
        await sender.SendMessagesAsync(batch, Token);

        var count = 0;
        while ((await receiver.ReceiveMessagesAsync(32, AtOnce, Token)).Count is > 0 and var some) count += some;
        Assert.Equal(13, count);
    }

    [Fact]
    public async Task Complete_TakesTheMessageOffTheQueue()
    {
        var client = Client(BusOptions.Default with { LockDuration = TimeSpan.FromSeconds(1) });
        var receiver = client.CreateReceiver("emails");
        await sender.SendMessageAsync(new ServiceBusMessage("x"), Token);
        await receiver.CompleteMessageAsync(await receiver.ReceiveMessageAsync(Soon, Token), Token);

        Assert.Null(await receiver.ReceiveMessageAsync(TimeSpan.FromSeconds(2), Token));
    }

    [Fact]
    public async Task Abandon_MakesTheMessageVisibleAtOnce_WithOneDeliveryMore()
    {
        await sender.SendMessageAsync(new ServiceBusMessage("x") { ApplicationProperties = { ["kept"] = 1 } }, Token);
        var first = await receiver.ReceiveMessageAsync(Soon, Token);
        await receiver.AbandonMessageAsync(first, new Dictionary<string, object> { ["noted"] = 2 }, Token);

        var second = await receiver.ReceiveMessageAsync(AtOnce, Token);

        Assert.Equal(2, second.DeliveryCount);
        Assert.Equal((1, 2), (second.ApplicationProperties["kept"], second.ApplicationProperties["noted"]));
        Assert.Equal(first.SequenceNumber, second.SequenceNumber);
    }

    [Fact]
    public async Task Lock_ThatRanOut_IsLost_AndTheMessageComesAgain()
    {
        var client = Client(Quick with { LockDuration = TimeSpan.FromSeconds(1) });
        var receiver = client.CreateReceiver("emails");
        await sender.SendMessageAsync(new ServiceBusMessage("x"), Token);
        var first = await receiver.ReceiveMessageAsync(Soon, Token);

        var second = await receiver.ReceiveMessageAsync(Soon, Token);

        Assert.Equal(2, second.DeliveryCount);
        foreach (var settle in new Func<Task>[]
        {
            () => receiver.CompleteMessageAsync(first, Token),
            () => receiver.AbandonMessageAsync(first, null, Token),
            () => receiver.DeadLetterMessageAsync(first, "reason", null, Token),
            () => receiver.RenewMessageLockAsync(first, Token),
        })
        {
            var failure = await Assert.ThrowsAsync<ServiceBusException>(settle);
            Assert.Equal(ServiceBusFailureReason.MessageLockLost, failure.Reason);
        }

        await receiver.CompleteMessageAsync(second, Token);
        Assert.Empty(await deadLetters.PeekMessagesAsync(10, null, Token));
    }

    [Fact]
    public async Task Renew_HoldsTheLockLonger()
    {
        var client = Client(Quick with { LockDuration = TimeSpan.FromSeconds(2) });
        var receiver = client.CreateReceiver("emails");
        await sender.SendMessageAsync(new ServiceBusMessage("x"), Token);
        var message = await receiver.ReceiveMessageAsync(Soon, Token);
        var until = message.LockedUntil;

        for (var i = 0; i < 3; i++)
        {
            Assert.Null(await receiver.ReceiveMessageAsync(TimeSpan.FromSeconds(1), Token));
            await receiver.RenewMessageLockAsync(message, Token);
        }

        Assert.True(message.LockedUntil > until);
        await receiver.CompleteMessageAsync(message, Token);
    }

    [Fact]
    public async Task Message_DeliveredTenTimes_BecomesADeadLetter()
    {
        await sender.SendMessageAsync(new ServiceBusMessage("x") { MessageId = "m" }, Token);
        for (var delivery = 1; delivery <= 10; delivery++)
        {
            var message = await receiver.ReceiveMessageAsync(AtOnce, Token);
            Assert.Equal(delivery, message.DeliveryCount);
            await receiver.AbandonMessageAsync(message, null, Token);
        }

        Assert.Null(await receiver.ReceiveMessageAsync(AtOnce, Token));
        var dead = await deadLetters.ReceiveMessageAsync(AtOnce, Token);
        Assert.Equal(("m", "MaxDeliveryCountExceeded"), (dead.MessageId, dead.DeadLetterReason));
        Assert.Equal("Message could not be consumed after 10 delivery attempts.", dead.DeadLetterErrorDescription);
        Assert.Equal("emails/$deadletterqueue", deadLetters.EntityPath);
    }

    [Fact]
    public async Task Message_WhoseLockRanOutTooOften_BecomesADeadLetter()
    {
        var client = Client(Quick with { LockDuration = TimeSpan.FromSeconds(1), MaxDeliveryCount = 1 });
        var receiver = client.CreateReceiver("emails");
        await sender.SendMessageAsync(new ServiceBusMessage("x"), Token);
        Assert.NotNull(await receiver.ReceiveMessageAsync(Soon, Token));

        Assert.Null(await receiver.ReceiveMessageAsync(TimeSpan.FromSeconds(2), Token));

        Assert.Equal("MaxDeliveryCountExceeded", (await deadLetters.ReceiveMessageAsync(AtOnce, Token)).DeadLetterReason);
    }

    [Fact]
    public async Task DeadLetter_KeepsReasonDescriptionAndLargeBody_AndCanBeSentAgain()
    {
        var body = new byte[100_000];
        await sender.SendMessageAsync(new ServiceBusMessage(body) { MessageId = "m", Subject = "s" }, Token);
        var message = await receiver.ReceiveMessageAsync(Soon, Token);
        var noted = new Dictionary<string, object> { ["noted"] = 2 };
        await receiver.DeadLetterMessageAsync(message, noted, "BadAddress", "Nobody lives there.", Token);

        var dead = await deadLetters.ReceiveMessageAsync(Soon, Token);
        Assert.Equal(("BadAddress", "Nobody lives there."), (dead.DeadLetterReason, dead.DeadLetterErrorDescription));
        Assert.Equal(2, dead.ApplicationProperties["noted"]);
        await sender.SendMessageAsync(new ServiceBusMessage(dead) { MessageId = "again" }, Token);
        await deadLetters.CompleteMessageAsync(dead, Token);

        var again = await receiver.ReceiveMessageAsync(Soon, Token);
        Assert.Equal(("again", "s", 1, null), (again.MessageId, again.Subject, again.DeliveryCount, again.DeadLetterReason));
        Assert.Equal(body.Length, again.Body.ToArray().Length);
        Assert.Null(await deadLetters.PeekMessageAsync(null, Token));
    }

    [Fact]
    public async Task Scheduled_BecomesVisibleThen_NotEarlier()
    {
        var due = DateTimeOffset.UtcNow.AddSeconds(2);
        await sender.ScheduleMessageAsync(new ServiceBusMessage("x"), due, Token);

        Assert.Null(await receiver.ReceiveMessageAsync(AtOnce, Token));
        var message = await receiver.ReceiveMessageAsync(TimeSpan.FromSeconds(10), Token);

        Assert.True(DateTimeOffset.UtcNow >= due);
        Assert.Equal((due, due, 1), (message.ScheduledEnqueueTime, message.EnqueuedTime, message.DeliveryCount));
        await receiver.CompleteMessageAsync(message, Token);
    }

    [Fact]
    public async Task Scheduled_IsCancelledByItsNumber_AlsoAfterARestart()
    {
        var due = DateTimeOffset.UtcNow.AddSeconds(1);
        var number = await sender.ScheduleMessageAsync(new ServiceBusMessage(new byte[100_000]), due, Token);
        // A connection string written in another way: nothing is shared in memory.
        await using var restarted = new ServiceBusClient(account.ConnectionString + ";");

        await restarted.CreateSender("emails").CancelScheduledMessageAsync(number, Token);

        Assert.Null(await receiver.ReceiveMessageAsync(TimeSpan.FromSeconds(3), Token));
        var failure = await Assert.ThrowsAsync<ServiceBusException>(() => sender.CancelScheduledMessageAsync(number, Token));
        Assert.Equal(ServiceBusFailureReason.MessageNotFound, failure.Reason);
    }

    [Fact]
    public async Task Scheduled_AlreadyVisible_CannotBeCancelled()
    {
        var number = await sender.ScheduleMessageAsync(new ServiceBusMessage("x"), DateTimeOffset.UtcNow.AddSeconds(-1), Token);

        await Assert.ThrowsAsync<ServiceBusException>(() => sender.CancelScheduledMessageAsync(number, Token));

        Assert.NotNull(await receiver.ReceiveMessageAsync(AtOnce, Token));
    }

    [Fact]
    public async Task Duplicate_WithinTheWindow_IsDropped_AlsoAfterARestart()
    {
        await sender.SendMessageAsync(new ServiceBusMessage("first") { MessageId = "same" }, Token);
        await sender.SendMessageAsync(new ServiceBusMessage("at once") { MessageId = "same" }, Token);
        var message = await receiver.ReceiveMessageAsync(Soon, Token);
        Assert.Equal("first", message.Body.ToString());
        await receiver.CompleteMessageAsync(message, Token);

        await using var restarted = new ServiceBusClient(account.ConnectionString + ";");
        await restarted.CreateSender("emails").SendMessageAsync(new ServiceBusMessage("later") { MessageId = "same" }, Token);
        Assert.Null(await restarted.CreateReceiver("emails").ReceiveMessageAsync(AtOnce, Token));

        await sender.SendMessageAsync(new ServiceBusMessage("other") { MessageId = "other" }, Token);
        Assert.Equal("other", (await receiver.ReceiveMessageAsync(Soon, Token)).Body.ToString());
    }

    [Fact]
    public async Task Duplicates_InOneReceive_LeaveOne()
    {
        await sender.SendMessagesAsync(Enumerable.Range(0, 12).Select(n => new ServiceBusMessage { MessageId = $"{n % 4}" }), Token);

        var ids = new List<string>();
        while (await receiver.ReceiveMessagesAsync(32, AtOnce, Token) is { Count: > 0 } some)
            ids.AddRange(some.Select(message => message.MessageId));

        Assert.Equal(["0", "1", "2", "3"], ids.Order());
    }

    [Fact]
    public async Task Duplicate_BehindTheWindow_IsNew()
    {
        var client = Client(BusOptions.Default with { DuplicateWindow = TimeSpan.FromSeconds(1) });
        var receiver = client.CreateReceiver("emails");
        await sender.SendMessageAsync(new ServiceBusMessage("first") { MessageId = "same" }, Token);
        await receiver.CompleteMessageAsync(await receiver.ReceiveMessageAsync(Soon, Token), Token);
        await Task.Delay(1100, Token);

        await sender.SendMessageAsync(new ServiceBusMessage("second") { MessageId = "same" }, Token);

        Assert.Equal("second", (await receiver.ReceiveMessageAsync(Soon, Token)).Body.ToString());
    }

    [Fact]
    public async Task Redelivery_IsNoDuplicate()
    {
        await sender.SendMessageAsync(new ServiceBusMessage("x") { MessageId = "m" }, Token);
        await receiver.AbandonMessageAsync(await receiver.ReceiveMessageAsync(Soon, Token), null, Token);

        Assert.Equal("m", (await receiver.ReceiveMessageAsync(Soon, Token)).MessageId);
    }

    [Fact]
    public async Task Sweep_ForgetsOldIdsOnly()
    {
        var bus = BusAccount.Open(account.ConnectionString);
        await sender.SendMessagesAsync(Enumerable.Range(0, 3).Select(n => new ServiceBusMessage { MessageId = $"{n}" }), Token);
        foreach (var message in await receiver.ReceiveMessagesAsync(32, Soon, Token)) await receiver.CompleteMessageAsync(message, Token);

        await new BusQueue(() => bus, "emails", false, BusOptions.Default).SweepAsync(Token);
        await sender.SendMessageAsync(new ServiceBusMessage { MessageId = "1" }, Token);
        Assert.Null(await receiver.ReceiveMessageAsync(AtOnce, Token));

        await new BusQueue(() => bus, "emails", false, BusOptions.Default with { DuplicateWindow = TimeSpan.Zero }).SweepAsync(Token);
        await sender.SendMessageAsync(new ServiceBusMessage { MessageId = "1" }, Token);
        Assert.NotNull(await receiver.ReceiveMessageAsync(AtOnce, Token));
    }

    [Fact]
    public async Task Message_PastItsTimeToLive_Vanishes()
    {
        await sender.SendMessageAsync(new ServiceBusMessage("x") { TimeToLive = TimeSpan.FromMilliseconds(100) }, Token);
        await Task.Delay(150, Token);

        Assert.Null(await receiver.ReceiveMessageAsync(AtOnce, Token));
        Assert.Null(await deadLetters.ReceiveMessageAsync(AtOnce, Token));
    }

    [Fact]
    public async Task ReceiveAndDelete_NeedsNoSettling()
    {
        var options = new ServiceBusReceiverOptions { ReceiveMode = ServiceBusReceiveMode.ReceiveAndDelete };
        var receiver = client.CreateReceiver("emails", options);
        await sender.SendMessageAsync(new ServiceBusMessage("x"), Token);

        Assert.Equal("x", (await receiver.ReceiveMessageAsync(Soon, Token)).Body.ToString());
        var bus = BusAccount.Open(account.ConnectionString);
        Assert.Equal(0, await new BusQueue(() => bus, "emails", false, BusOptions.Default).CountAsync(Token));
    }

    [Fact]
    public async Task Peek_LocksNothing_AndGoesOn()
    {
        foreach (var n in Enumerable.Range(0, 3)) await sender.SendMessageAsync(new ServiceBusMessage($"{n}"), Token);

        Assert.Equal("0", (await receiver.PeekMessageAsync(null, Token)).Body.ToString());
        Assert.Equal(["1", "2"], (await receiver.PeekMessagesAsync(10, null, Token)).Select(message => message.Body.ToString()));
        Assert.Null(await receiver.PeekMessageAsync(null, Token));
        Assert.Equal(3, (await receiver.ReceiveMessagesAsync(10, AtOnce, Token)).Count);
        await Assert.ThrowsAsync<InvalidOperationException>(async () =>
        {
            await sender.SendMessageAsync(new ServiceBusMessage("3"), Token);
            await receiver.CompleteMessageAsync(await receiver.PeekMessageAsync(null, Token), Token);
        });
    }

    [Fact]
    public async Task TextPutIntoTheQueueByAnotherTool_IsAMessage()
    {
        var queue = await BusAccount.Open(account.ConnectionString).QueueAsync("sb-emails");
        await queue.SendMessageAsync("{ not ours", Token);

        var message = await receiver.ReceiveMessageAsync(Soon, Token);
        await receiver.DeadLetterMessageAsync(message, "Unknown", null, Token);

        Assert.Equal("{ not ours", (await deadLetters.ReceiveMessageAsync(Soon, Token)).Body.ToString());
    }

    [Fact]
    public async Task WaitingReceiver_IsWokenByASend()
    {
        var waiting = receiver.ReceiveMessageAsync(TimeSpan.FromSeconds(30), Token);
        await Task.Delay(300, Token);
        var started = System.Diagnostics.Stopwatch.StartNew();
        await sender.SendMessageAsync(new ServiceBusMessage("x"), Token);

        Assert.NotNull(await waiting);
        Assert.InRange(started.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task NamespaceWithCredential_IsRefusedAtFirstUse()
    {
        await using var client = new ServiceBusClient("x.servicebus.windows.net", new NoCredential());
        var sender = client.CreateSender("emails");

        var refusal = await Assert.ThrowsAsync<NotSupportedException>(() => sender.SendMessageAsync(new ServiceBusMessage("x"), Token));

        Assert.Contains("'ServiceBus'", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Emails")]
    [InlineData("a--b")]
    [InlineData("queue/sub")]
    public void QueueName_ThatStorageDoesNotKnow_IsRefused(string name) =>
        Assert.Throws<ArgumentException>(() => client.CreateSender(name));

    [Fact]
    public async Task StorageThatIsNotThere_IsReportedAsCommunicationProblem()
    {
        await using var client = new ServiceBusClient(account.Through(new StoragePorts(1, 1, 1)).ConnectionString);

        var failure = await Assert.ThrowsAsync<ServiceBusException>(
            () => client.CreateSender("emails").SendMessageAsync(new ServiceBusMessage("x"), Token));

        Assert.Equal((ServiceBusFailureReason.ServiceCommunicationProblem, true), (failure.Reason, failure.IsTransient));
    }

    private ServiceBusClient Client(BusOptions options) => new(account.ConnectionString, options);

    private static ServiceBusReceiver DeadLetters(ServiceBusClient client) =>
        client.CreateReceiver("emails", new ServiceBusReceiverOptions { SubQueue = SubQueue.DeadLetter });

    private sealed class NoCredential : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }
}
