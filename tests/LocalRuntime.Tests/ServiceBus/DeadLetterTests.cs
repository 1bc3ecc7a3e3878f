using Azure.Messaging.ServiceBus;
using Dfm.Testing;

namespace Dfm.LocalRuntime.Tests.ServiceBus;

/// <summary>Messages that nobody could handle.</summary>
public sealed class DeadLetterTests(AzuriteFixture azurite) : QueueTest(azurite)
{
    [Theory]
    [InlineData(10)]
    [InlineData(29_000)]
    [InlineData(100_000)]
    [Documented(ServiceBusPages.DeadLettering)]
    public async Task DeadLetter_KeepsReasonDescriptionPropertiesAndBody(int size)
    {
        var body = new byte[size];
        Random.Shared.NextBytes(body);
        var sent = new ServiceBusMessage(body) { MessageId = "m", Subject = "s", ApplicationProperties = { ["kept"] = 1 } };
        await Sender.SendMessageAsync(sent, Token);
        var message = await Receiver.ReceiveMessageAsync(Soon, Token);
        var noted = new Dictionary<string, object> { ["noted"] = 2 };

        await Receiver.DeadLetterMessageAsync(message, noted, new string('r', 4096), new string('d', 4096), Token);

        Assert.Null(await Receiver.ReceiveMessageAsync(AtOnce, Token));
        var dead = await DeadLetters.ReceiveMessageAsync(Soon, Token);
        Assert.Equal(
            ("m", "s", new string('r', 4096), new string('d', 4096)),
            (dead.MessageId, dead.Subject, dead.DeadLetterReason, dead.DeadLetterErrorDescription));
        Assert.Equal((1, 2), (dead.ApplicationProperties["kept"], dead.ApplicationProperties["noted"]));
        Assert.Equal(dead.DeadLetterReason, dead.ApplicationProperties["DeadLetterReason"]);
        Assert.Equal(body, dead.Body.ToArray());
    }

    [Fact]
    [Documented(ServiceBusPages.DeadLetterPath)]
    public void DeadLetters_AreReadByThePathOfTheSubQueue() => Assert.Equal("emails/$deadletterqueue", DeadLetters.EntityPath);

    [Fact]
    [Documented(ServiceBusPages.DeadLetters)]
    public async Task DeadLetters_AreReceivedUnderALock_UntilTheyAreCompleted()
    {
        await KillAsync(new ServiceBusMessage("x"));
        for (var delivery = 0; delivery < 12; delivery++)
            await DeadLetters.AbandonMessageAsync(await DeadLetters.ReceiveMessageAsync(Soon, Token), null, Token);

        var dead = await DeadLetters.ReceiveMessageAsync(Soon, Token);
        Assert.Null(await DeadLetters.ReceiveMessageAsync(AtOnce, Token));
        await DeadLetters.CompleteMessageAsync(dead, Token);

        Assert.Null(await DeadLetters.PeekMessageAsync(0, Token));
    }

    [Fact]
    [Documented(ServiceBusPages.DeadLetters)]
    public async Task DeadLetter_CannotBeDeadLettered()
    {
        await KillAsync(new ServiceBusMessage("x"));

        var dead = await DeadLetters.ReceiveMessageAsync(Soon, Token);

        await Assert.ThrowsAsync<InvalidOperationException>(() => DeadLetters.DeadLetterMessageAsync(dead, "again", null, Token));
    }

    [Fact]
    [Documented(ServiceBusPages.DeadLetters)]
    public async Task DeadLetter_OutlivesItsTimeToLive()
    {
        await KillAsync(new ServiceBusMessage("x") { TimeToLive = TimeSpan.FromSeconds(2) });
        var peeked = await DeadLetters.PeekMessageAsync(null, Token);
        await Eventually.HoldsAsync(() => peeked.ExpiresAt < DateTimeOffset.UtcNow);

        Assert.Equal("x", (await DeadLetters.ReceiveMessageAsync(Soon, Token)).Body.ToString());
    }

    [Fact]
    [Documented(ServiceBusPages.MessageCopy)]
    public async Task DeadLetter_SentAgain_IsANewMessage()
    {
        var sent = new ServiceBusMessage(new byte[100_000]) { MessageId = "m", Subject = "s", ApplicationProperties = { ["kept"] = 1 } };
        await KillAsync(sent);
        var dead = await DeadLetters.ReceiveMessageAsync(Soon, Token);
        var copy = new ServiceBusMessage(dead);
        Assert.Equal("m", copy.MessageId);

        copy.MessageId = "again";
        await Sender.SendMessageAsync(copy, Token);
        await DeadLetters.CompleteMessageAsync(dead, Token);

        var again = await Receiver.ReceiveMessageAsync(Soon, Token);
        Assert.Equal(("again", "s", 1, null), (again.MessageId, again.Subject, again.DeliveryCount, again.DeadLetterReason));
        Assert.Equal(["kept"], again.ApplicationProperties.Keys);
        Assert.Equal(100_000, again.Body.ToArray().Length);
        Assert.Null(await DeadLetters.PeekMessageAsync(0, Token));
    }

    [Fact]
    public async Task Reason_LongerThan4096Characters_IsRefused()
    {
        await Sender.SendMessageAsync(new ServiceBusMessage("x"), Token);
        var message = await Receiver.ReceiveMessageAsync(Soon, Token);

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => Receiver.DeadLetterMessageAsync(message, new string('r', 4097), null, Token));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => Receiver.DeadLetterMessageAsync(message, "r", new string('d', 4097), Token));
    }

    private async Task KillAsync(ServiceBusMessage message)
    {
        await Sender.SendMessageAsync(message, Token);
        await Receiver.DeadLetterMessageAsync(await Receiver.ReceiveMessageAsync(Soon, Token), "BadAddress", "Nobody lives there.", Token);
    }
}
