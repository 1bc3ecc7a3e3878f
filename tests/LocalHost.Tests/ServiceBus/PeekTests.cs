using Azure.Messaging.ServiceBus;
using Dfm.LocalHost.ServiceBus;
using Dfm.Testing;

namespace Dfm.LocalHost.Tests.ServiceBus;

/// <summary>Looking at a queue, which takes nothing.</summary>
public sealed class PeekTests(AzuriteFixture azurite) : QueueTest(azurite)
{
    [Fact]
    public async Task Peek_ShowsWaitingScheduledAndLockedMessages_OldestFirst_AndTakesNone()
    {
        foreach (var text in (string[])["first", "second"]) await Sender.SendMessageAsync(new ServiceBusMessage(text), Token);
        await Sender.SendMessageAsync(new ServiceBusMessage("later") { ScheduledEnqueueTime = Time.GetUtcNow().AddHours(1) }, Token);
        Assert.Equal("first", (await ReceiveAsync())!.Body.ToString());
        await using var receiver = new LocalServiceBusClient(Account).CreateReceiver(QueueName);

        var all = await receiver.PeekMessagesAsync(10, cancellationToken: Token);

        Assert.Equal(["first", "second", "later"], all.Select(message => message.Body.ToString()));
        var rest = await receiver.PeekMessagesAsync(10, all[1].SequenceNumber, Token);
        Assert.Equal(["second", "later"], rest.Select(message => message.Body.ToString()));
        Assert.Equal("first", (await receiver.PeekMessageAsync(cancellationToken: Token)).Body.ToString());
        Assert.Equal(3, (await StateAsync()).Length);
    }

    [Fact]
    public async Task Peek_ShowsDeadLetters_ApartFromMessages()
    {
        await Sender.SendMessageAsync(new ServiceBusMessage("x"), Token);
        await Actions.DeadLetterMessageAsync((await ReceiveAsync())!, deadLetterReason: "broken", cancellationToken: Token);
        var client = new LocalServiceBusClient(Account);
        await using var dead = client.CreateReceiver(QueueName, new ServiceBusReceiverOptions { SubQueue = SubQueue.DeadLetter });
        await using var live = client.CreateReceiver(QueueName);

        Assert.Equal("broken", Assert.Single(await dead.PeekMessagesAsync(10, cancellationToken: Token)).DeadLetterReason);
        Assert.Null(await live.PeekMessageAsync(cancellationToken: Token));
    }
}
