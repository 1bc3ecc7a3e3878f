using System.Collections.Concurrent;
using Azure.Messaging.ServiceBus;
using Dfm.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.LocalHost.Tests.Worker;

/// <summary>The way of a message to its function, and what becomes of it.</summary>
public sealed class MessageTests(AzuriteFixture azurite)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Message_IsSettledByItsFunction_OrByItsReturn_AndComesAgainWhenItFails()
    {
        var handled = new ConcurrentQueue<string>();
        await using var app = await TestHost.StartAsync(
            azurite.NewAccount(),
            [typeof(WMessages)],
            new Dictionary<string, string?> { ["WQueue"] = "w-automatic" },
            builder => builder.Services.AddSingleton(handled));

        await SendAsync(app, "w-settled", new("completed") { Subject = "complete" });
        await SendAsync(app, "w-settled", new("abandoned") { Subject = "abandon" });
        await SendAsync(app, "w-settled", new("dead") { Subject = "dead-letter" });
        await SendAsync(app, "w-automatic", new("broken") { Subject = "fail" });
        await SendAsync(app, "w-automatic", new("fine"));

        await Eventually.HoldsAsync(() => handled.Count == 7);
        Assert.Equal(["abandoned 1", "abandoned 2", "broken 1", "broken 2", "completed 1", "dead 1", "fine 1"], handled.Order());
        var dead = await Client(app).CreateReceiver("w-settled", new ServiceBusReceiverOptions { SubQueue = SubQueue.DeadLetter })
            .ReceiveMessageAsync(TimeSpan.FromSeconds(20), Token);
        Assert.Equal("dead: Unwanted: Nobody wants it.", $"{dead.Body}: {dead.DeadLetterReason}: {dead.DeadLetterErrorDescription}");
        await Eventually.HoldsAsync(async () => await CountAsync(app, "w-settled") + await CountAsync(app, "w-automatic") == 0);
    }

    private static async Task<int> CountAsync(TestHost app, string queue) =>
        (await Client(app).CreateReceiver(queue).PeekMessagesAsync(10, cancellationToken: Token)).Count;

    private static ServiceBusClient Client(TestHost app) => app.Services.GetRequiredService<ServiceBusClient>();

    private static Task SendAsync(TestHost app, string queue, ServiceBusMessage message) =>
        Client(app).CreateSender(queue).SendMessageAsync(message, Token);
}
