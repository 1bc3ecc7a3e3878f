using Azure.Messaging.ServiceBus;
using Dfm.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.LocalHost.Tests.Worker;

/// <summary>The way of a message to its function, and what becomes of it.</summary>
public sealed class MessageTests(AzuriteFixture azurite)
{
    private readonly Handled handled = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Function_SettlesItsMessages()
    {
        await using var app = await StartAsync();

        await SendAsync(app, "w-settled", new("one") { Subject = "complete" });
        await SendAsync(app, "w-settled", new("two") { Subject = "abandon" });
        await SendAsync(app, "w-settled", new("three") { Subject = "dead-letter" });

        await Eventually.HoldsAsync(() => handled.Deliveries.Count() == 4);
        var dead = await Client(app).CreateReceiver("w-settled", new ServiceBusReceiverOptions { SubQueue = SubQueue.DeadLetter })
            .ReceiveMessageAsync(TimeSpan.FromSeconds(20), Token);
        Assert.Equal(("three", "Unwanted", "Nobody wants it."), (
            dead.Body.ToString(), dead.DeadLetterReason, dead.DeadLetterErrorDescription));
        Assert.Equal(["one 1", "three 1", "two 1", "two 2"], handled.Deliveries.Order());
    }

    [Fact]
    public async Task Message_OfAFunctionThatFails_ComesAgain_AndIsCompletedWhenItReturns()
    {
        await using var app = await StartAsync();

        await SendAsync(app, "w-automatic", new("broken") { Subject = "fail" });
        await SendAsync(app, "w-automatic", new("fine"));

        await Eventually.HoldsAsync(() => handled.Deliveries.Count() == 3);
        Assert.Equal(["broken 1", "broken 2", "fine 1"], handled.Deliveries.Order());
        await Eventually.HoldsAsync(async () =>
            (await Client(app).CreateReceiver("w-automatic").PeekMessagesAsync(10, cancellationToken: Token)).Count == 0);
    }

    private static ServiceBusClient Client(TestHost app) => app.Services.GetRequiredService<ServiceBusClient>();

    private static Task SendAsync(TestHost app, string queue, ServiceBusMessage message) =>
        Client(app).CreateSender(queue).SendMessageAsync(message, Token);

    private Task<TestHost> StartAsync() => TestHost.StartAsync(
        azurite.NewAccount(),
        [typeof(WMessages)],
        new Dictionary<string, string?> { ["WQueue"] = "w-automatic" },
        builder => builder.Services.AddSingleton(handled));
}
