using System.Collections.Concurrent;
using Azure.Messaging.ServiceBus;
using Dfm.LocalHost.ServiceBus;
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
        await Eventually.HoldsAsync(async () => (await StateAsync(app, "w-settled"), await StateAsync(app, "w-automatic")) is
            ({ Length: 0, DeadLetters.Count: 1 }, { Length: 0, DeadLetters.Count: 0 }));
        var dead = (await StateAsync(app, "w-settled")).DeadLetters[0].Received();
        Assert.Equal("dead: Unwanted: Nobody wants it.", $"{dead.Body}: {dead.DeadLetterReason}: {dead.DeadLetterErrorDescription}");
    }

    [Fact]
    public async Task Message_OfAnotherType_FailsItsFunction_RatherThanBeNull()
    {
        var handled = new ConcurrentQueue<string>();
        await using var app = await TestHost.StartAsync(
            azurite.NewAccount(), [typeof(WRecords)], configure: builder => builder.Services.AddSingleton(handled));

        await SendAsync(app, "w-record", new("""{"text":"a"}"""));

        await Eventually.HoldsAsync(async () => (await StateAsync(app, "w-record")).DeadLetters.Count == 1);
        Assert.Empty(handled);
    }

    private static async Task<QueueState> StateAsync(TestHost app, string queue) =>
        (await app.Services.GetRequiredService<BusAccount>().QueueAsync(queue)).Read();

    private static ServiceBusClient Client(TestHost app) => app.Services.GetRequiredService<ServiceBusClient>();

    private static Task SendAsync(TestHost app, string queue, ServiceBusMessage message) =>
        Client(app).CreateSender(queue).SendMessageAsync(message, Token);
}
