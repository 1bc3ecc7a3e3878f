using System.Runtime.Serialization;
using Azure.Messaging.ServiceBus;
using Dfm.LocalRuntime.ServiceBus;
using Dfm.Testing;

namespace Dfm.LocalRuntime.Tests.ServiceBus;

/// <summary>What a message carries, how large it may be, and messages that are sent together.</summary>
public sealed class SendingTests(AzuriteFixture azurite) : QueueTest(azurite)
{
    private static readonly DateTimeOffset Instant = new(2026, 3, 2, 8, 0, 0, 123, TimeSpan.FromHours(1));

    [Fact]
    [Documented(ServiceBusPages.Payloads)]
    public async Task Message_GoesRound_WithAllItCarries()
    {
        var due = DateTimeOffset.UtcNow.AddHours(-1);
        var sent = new ServiceBusMessage("Équipement <&> \u0001")
        {
            MessageId = "id/with#any?chars",
            Subject = "Objet",
            CorrelationId = "dit-1",
            ContentType = "text/plain",
            ReplyTo = "r",
            To = "t",
            TimeToLive = TimeSpan.FromHours(1),
            ScheduledEnqueueTime = due,
        };
        var before = DateTimeOffset.UtcNow;
        await Sender.SendMessageAsync(sent, Token);

        var message = await Receiver.ReceiveMessageAsync(Soon, Token);

        Assert.Equal("Équipement <&> \u0001", message.Body.ToString());
        Assert.Equal(
            ("id/with#any?chars", "Objet", "dit-1", "text/plain", "r", "t"),
            (message.MessageId, message.Subject, message.CorrelationId, message.ContentType, message.ReplyTo, message.To));
        Assert.Equal((1, due), (message.DeliveryCount, message.ScheduledEnqueueTime));
        Assert.Equal(TimeSpan.FromHours(1), message.TimeToLive);
        Assert.InRange(message.EnqueuedTime, before, DateTimeOffset.UtcNow);
        Assert.Equal(message.EnqueuedTime + message.TimeToLive, message.ExpiresAt);
        Assert.InRange(message.LockedUntil, before.AddSeconds(59), before.AddSeconds(65));
        Assert.NotEqual(Guid.Empty, Guid.Parse(message.LockToken));
    }

    [Fact]
    [Documented(ServiceBusPages.Payloads)]
    public async Task Message_WithNothingSet_ArrivesEmpty()
    {
        await Sender.SendMessageAsync(new ServiceBusMessage(), Token);

        var message = await Receiver.ReceiveMessageAsync(Soon, Token);

        Assert.Empty(message.Body.ToArray());
        Assert.Empty(message.ApplicationProperties);
        Assert.Equal(
            ((string?)null, (string?)null, (string?)null, (string?)null, (string?)null),
            (message.Subject, message.CorrelationId, message.ContentType, message.ReplyTo, message.To));
        Assert.Equal((TimeSpan.MaxValue, DateTimeOffset.MaxValue), (message.TimeToLive, message.ExpiresAt));
        Assert.Equal(default, message.ScheduledEnqueueTime);
    }

    public static TheoryData<string, object?, object?> Properties => new()
    {
        { "string", "é", "é" },
        { "bool", true, true },
        { "byte", byte.MaxValue, byte.MaxValue },
        { "sbyte", sbyte.MinValue, sbyte.MinValue },
        { "char", '"', '"' },
        { "short", short.MinValue, short.MinValue },
        { "ushort", ushort.MaxValue, ushort.MaxValue },
        { "int", int.MinValue, int.MinValue },
        { "uint", uint.MaxValue, uint.MaxValue },
        { "long", long.MinValue, long.MinValue },
        { "ulong", ulong.MaxValue, ulong.MaxValue },
        { "float", 0.1f, 0.1f },
        { "double", double.Epsilon, double.Epsilon },
        { "decimal", 1.10m, 1.10m },
        { "Guid", new Guid("6f9619ff-8b86-d011-b42d-00c04fc964ff"), new Guid("6f9619ff-8b86-d011-b42d-00c04fc964ff") },
        { "Uri", new Uri("https://dfm.example.com/é?a=1"), new Uri("https://dfm.example.com/é?a=1") },
        { "TimeSpan", TimeSpan.FromTicks(1), TimeSpan.FromTicks(1) },
        { "DateTimeOffset", Instant, Instant },
        { "DateTime", Instant.UtcDateTime, Instant.UtcDateTime },
        { "null", null, null },
    };

    [Theory]
    [MemberData(nameof(Properties))]
    [Documented(ServiceBusPages.ApplicationProperties)]
    public async Task ApplicationProperty_OfEachSupportedType_GoesRound(string type, object? sent, object? expected)
    {
        await Sender.SendMessageAsync(new ServiceBusMessage { ApplicationProperties = { [type] = sent! } }, Token);

        var received = (await Receiver.ReceiveMessageAsync(Soon, Token)).ApplicationProperties[type];

        Assert.Equal(expected, received);
        Assert.Equal(expected?.GetType(), received?.GetType());
    }

    [Fact]
    [Documented(ServiceBusPages.AmqpTypes)]
    public async Task ApplicationProperty_ThatIsAnInstant_ArrivesInUtc_ATimeToTheMillisecond()
    {
        var local = new DateTime(2026, 3, 2, 8, 0, 0, DateTimeKind.Local).AddTicks(1234567);
        var properties = new Dictionary<string, object> { ["local"] = local, ["offset"] = Instant };
        var sent = new ServiceBusMessage();
        foreach (var (name, value) in properties) sent.ApplicationProperties[name] = value;
        await Sender.SendMessageAsync(sent, Token);

        var received = (await Receiver.ReceiveMessageAsync(Soon, Token)).ApplicationProperties;

        var time = Assert.IsType<DateTime>(received["local"]);
        Assert.Equal((DateTimeKind.Utc, local.ToUniversalTime().AddTicks(-4567)), (time.Kind, time));
        Assert.Equal(TimeSpan.Zero, Assert.IsType<DateTimeOffset>(received["offset"]).Offset);
    }

    [Fact]
    [Documented(ServiceBusPages.ApplicationProperties)]
    public async Task ApplicationProperty_OfAnotherType_IsRefused() => await Assert.ThrowsAsync<SerializationException>(
        () => Sender.SendMessageAsync(new ServiceBusMessage { ApplicationProperties = { ["x"] = new List<int>() } }, Token));

    [Fact]
    [Documented(ServiceBusPages.Quotas)]
    public async Task Properties_LargerThan64KB_AreRefused() => await Assert.ThrowsAsync<SerializationException>(
        () => Sender.SendMessageAsync(new ServiceBusMessage { ApplicationProperties = { ["x"] = new string('x', 65_536) } }, Token));

    [Fact]
    public async Task Message_WithoutAnId_GetsOneOfItsOwn()
    {
        await Sender.SendMessagesAsync([new ServiceBusMessage("a"), new ServiceBusMessage("b")], Token);
        await Sender.SendMessageAsync(new ServiceBusMessage("c"), Token);

        var messages = await DrainAsync();

        Assert.Equal(["a", "b", "c"], Texts(messages).Order());
        Assert.Equal(3, messages.Select(message => Guid.Parse(message.MessageId)).Distinct().Count());
    }

    [Fact]
    [Documented(ServiceBusPages.Sequencing)]
    public async Task SequenceNumbers_GrowWithTheOrderOfArrival()
    {
        foreach (var n in Enumerable.Range(0, 5)) await Sender.SendMessageAsync(new ServiceBusMessage($"{n}"), Token);

        var messages = await DrainAsync();

        Assert.Equal(["0", "1", "2", "3", "4"], Texts(messages.OrderBy(message => message.SequenceNumber)));
        Assert.Equal(messages.OrderBy(message => message.SequenceNumber), messages.OrderBy(message => message.EnqueuedTime));
    }

    [Theory]
    [InlineData(29_500)]
    [InlineData(200_000)]
    [Documented(ServiceBusPages.Quotas)]
    public async Task Body_OfAnySizeUpToTheLimit_ArrivesWhole(int size)
    {
        var body = new byte[size];
        Random.Shared.NextBytes(body);
        await Sender.SendMessageAsync(new ServiceBusMessage(body), Token);

        var message = await Receiver.ReceiveMessageAsync(Soon, Token);
        await Receiver.CompleteMessageAsync(message, Token);

        Assert.Equal(body, message.Body.ToArray());
    }

    [Fact]
    [Documented(ServiceBusPages.Quotas)]
    public async Task Message_LargerThan256KB_IsRefused()
    {
        var failure = await Assert.ThrowsAsync<ServiceBusException>(
            () => Sender.SendMessageAsync(new ServiceBusMessage(new byte[256 * 1024]), Token));

        Assert.Equal(ServiceBusFailureReason.MessageSizeExceeded, failure.Reason);
    }

    [Fact]
    [Documented(ServiceBusPages.TryAddMessage)]
    public async Task Batch_TakesMessagesUpTo256KB_AndSendsThemAll()
    {
        using var batch = await Sender.CreateMessageBatchAsync(Token);
        while (batch.TryAddMessage(new ServiceBusMessage(new byte[20_000]))) { }

        Assert.Equal(13, batch.Count);
        Assert.InRange(batch.SizeInBytes, 260_000, batch.MaxSizeInBytes);
        await Sender.SendMessagesAsync(batch, Token);

        Assert.Equal(13, await Queue().CountAsync(Token));
        Assert.Equal(13, (await DrainAsync()).Count);
    }

    [Fact]
    [Documented(ServiceBusPages.CreateBatch)]
    public async Task Batch_OfASmallerSize_TakesNoMore()
    {
        using var batch = await Sender.CreateMessageBatchAsync(new CreateMessageBatchOptions { MaxSizeInBytes = 1000 }, Token);

        Assert.Equal(1000, batch.MaxSizeInBytes);
        Assert.False(batch.TryAddMessage(new ServiceBusMessage(new byte[1000])));
        Assert.True(batch.TryAddMessage(new ServiceBusMessage(new byte[700])));
        Assert.False(batch.TryAddMessage(new ServiceBusMessage(new byte[700])));
        Assert.Equal(1, batch.Count);
    }

    [Theory]
    [InlineData(23)]
    [InlineData(256 * 1024 + 1)]
    [Documented(ServiceBusPages.CreateBatch)]
    public async Task Batch_OfASizeThatTheQueueDoesNotHave_IsRefused(long size) =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            async () => await Sender.CreateMessageBatchAsync(new CreateMessageBatchOptions { MaxSizeInBytes = size }, Token));

    [Fact]
    [Documented(ServiceBusPages.SendMessages)]
    public async Task MessagesTogether_LargerThan256KB_AreRefused_AndNoneIsSent()
    {
        var messages = Enumerable.Range(0, 14).Select(_ => new ServiceBusMessage(new byte[20_000]));

        var failure = await Assert.ThrowsAsync<ServiceBusException>(() => Sender.SendMessagesAsync(messages, Token));

        Assert.Equal(ServiceBusFailureReason.MessageSizeExceeded, failure.Reason);
        Assert.Equal(0, await Queue().CountAsync(Token));
    }

    [Fact]
    [Documented(ServiceBusPages.SendMessages)]
    public async Task MessagesTogether_NoneAtAll_IsNoError()
    {
        await Sender.SendMessagesAsync([], Token);
        await Sender.SendMessagesAsync(await Sender.CreateMessageBatchAsync(Token), Token);

        Assert.Equal(0, await Queue().CountAsync(Token));
    }

    [Theory]
    [InlineData(20)]
    [InlineData(20_000)]
    [Documented(ServiceBusPages.SendMessages)]
    public async Task MessagesTogether_AreAllSentOrNone_WhereverTheSenderDies(int size)
    {
        // The storage obeys so many requests of the sender: from none to all.
        var sent = await Task.WhenAll(Enumerable.Range(0, 12).Select(obeyed => CountSentAsync(obeyed, size)));

        Assert.Equal(0, sent[0]);
        Assert.All(sent, count => Assert.True(count is 0 or 3));
        Assert.Equal(3, sent[^1]);
    }

    private async Task<int> CountSentAsync(int obeyed, int size)
    {
        var connection = Azurite.NewAccount().ConnectionString;
        await using var client = new ServiceBusClient(new BusAccount(connection), Polling);
        await using var receiver = client.CreateReceiver(QueueName);
        await using var dying = new ServiceBusClient(new BusAccount(connection, new RequestLimit(obeyed)), Polling);
        await using var sender = dying.CreateSender(QueueName);
        var messages = Enumerable.Range(0, 3).Select(n => new ServiceBusMessage($"{n}".PadRight(size, '.')));

        var failure = await Record.ExceptionAsync(() => sender.SendMessagesAsync(messages, Token));

        var all = new List<ServiceBusReceivedMessage>();
        var waited = failure is null ? Soon : TimeSpan.FromSeconds(2);
        while (all.Count < 3 && await receiver.ReceiveMessagesAsync(32, waited, Token) is { Count: > 0 } some) all.AddRange(some);
        Assert.Equal(failure is null ? 3 : 0, all.Count);
        Assert.Equal(all.Count, Texts(all).Distinct().Count());
        Assert.Empty(await receiver.ReceiveMessagesAsync(32, AtOnce, Token));
        return all.Count;
    }

    [Fact]
    public async Task TextPutIntoTheQueueByAnotherTool_IsAMessage()
    {
        var queue = await BusAccount.Open(Account.ConnectionString).QueueAsync("sb-emails");
        await queue.SendMessageAsync("{ not ours", Token);

        var message = await Receiver.ReceiveMessageAsync(Soon, Token);
        await Receiver.DeadLetterMessageAsync(message, "Unknown", null, Token);

        Assert.Equal("{ not ours", (await DeadLetters.ReceiveMessageAsync(Soon, Token)).Body.ToString());
    }
}
