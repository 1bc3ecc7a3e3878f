using Azure.Messaging.ServiceBus;
using Dfm.LocalRuntime.ServiceBus;
using Dfm.Testing;

namespace Dfm.LocalRuntime.Tests.ServiceBus;

/// <summary>Storage fails in the middle of something.</summary>
public sealed class StorageFaultTests(AzuriteFixture azurite) : QueueTest(azurite)
{
    [Fact]
    public async Task DeadLettering_WhoseLastAnswerIsLost_LosesNoMessage()
    {
        var deletions = 0;
        await using var proxy = await StorageProxy.StartAsync(Azurite.Ports);
        proxy.Fault = request => request.Operation == "DeleteMessage" && Interlocked.Increment(ref deletions) == 1
            ? new StorageFault(StorageFaultKind.CutAfter)
            : null;
        await using var client = ClientThrough(proxy);
        await Sender.SendMessageAsync(new ServiceBusMessage("x"), Token);
        var receiver = client.CreateReceiver(QueueName);
        var message = await receiver.ReceiveMessageAsync(Soon, Token);

        var failure = await Assert.ThrowsAsync<ServiceBusException>(
            () => receiver.DeadLetterMessageAsync(message, "broken", null, Token));

        Assert.Equal(ServiceBusFailureReason.MessageLockLost, failure.Reason);
        Assert.Equal("broken", (await DeadLetters.ReceiveMessageAsync(Soon, Token)).DeadLetterReason);
    }

    [Fact]
    public async Task MessageWhoseBodyCannotBeRead_KeepsNoOtherBack()
    {
        await using var proxy = await StorageProxy.StartAsync(Azurite.Ports);
        proxy.Fault = request => request is { Service: StorageService.Table, Operation: "Get" }
            ? new StorageFault(StorageFaultKind.Refused) { Status = 503, Code = "ServerBusy" }
            : null;
        await using var client = ClientThrough(proxy);
        await Sender.SendMessageAsync(new ServiceBusMessage(new byte[100_000]), Token);
        await Sender.SendMessageAsync(new ServiceBusMessage("short"), Token);

        var messages = await client.CreateReceiver(QueueName).ReceiveMessagesAsync(2, Soon, Token);

        Assert.Equal(["short"], Texts(messages));
    }

    private ServiceBusClient ClientThrough(StorageProxy proxy) =>
        new(new BusAccount(Account.Through(proxy.Ports).ConnectionString), BusOptions.Default);
}
