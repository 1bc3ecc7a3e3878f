using Azure.Messaging.ServiceBus;
using Dfm.LocalHost.ServiceBus;
using Dfm.Testing;

namespace Dfm.LocalHost.Tests.ServiceBus;

/// <summary>Receiving dead letters, which are deleted or left.</summary>
public sealed class DeadLetterTests(AzuriteFixture azurite) : QueueTest(azurite)
{
    [Fact]
    public async Task DeadLetters_AreReceivedOnce_AndDeletedWhenTheyAreCompleted()
    {
        foreach (var text in (string[])["first", "second", "third"])
        {
            await Sender.SendMessageAsync(new ServiceBusMessage(text), Token);
            await Actions.DeadLetterMessageAsync((await ReceiveAsync())!, deadLetterReason: "broken", cancellationToken: Token);
        }

        await using (var receiver = DeadLetters())
        {
            var two = await receiver.ReceiveMessagesAsync(2, cancellationToken: Token);
            var last = await receiver.ReceiveMessagesAsync(2, cancellationToken: Token);
            Assert.Equal(["first", "second", "third"], two.Concat(last).Select(letter => letter.Body.ToString()));
            Assert.Empty(await receiver.ReceiveMessagesAsync(2, cancellationToken: Token));
            await receiver.CompleteMessageAsync(two[1], Token);
            await receiver.CompleteMessageAsync(two[1], Token);
            await receiver.AbandonMessageAsync(two[0], cancellationToken: Token);
        }

        Restart();
        await using var again = DeadLetters();
        Assert.Equal(["first", "third"], (await again.ReceiveMessagesAsync(9, cancellationToken: Token)).Select(letter => letter.Body.ToString()));
    }

    [Fact]
    public async Task LiveMessages_AreFunctionsToReceive()
    {
        await using var receiver = new LocalServiceBusClient(Account).CreateReceiver(QueueName);

        await Assert.ThrowsAsync<NotSupportedException>(() => receiver.ReceiveMessagesAsync(1, cancellationToken: Token));
    }

    private ServiceBusReceiver DeadLetters() =>
        new LocalServiceBusClient(Account).CreateReceiver(QueueName, new ServiceBusReceiverOptions { SubQueue = SubQueue.DeadLetter });
}
