using System.Collections.Concurrent;
using System.Diagnostics;
using Azure.Messaging.ServiceBus;
using Dfm.Testing;

namespace Dfm.LocalHost.Tests.ServiceBus;

/// <summary>Traces through a queue, where somebody listens to the official client's sources.</summary>
public sealed class MessageTraceTests(AzuriteFixture azurite) : QueueTest(azurite)
{
    private const string CallerName = "Dfm.LocalHost.Tests.MessageTraces";
    private static readonly ActivitySource Caller = new(CallerName);

    [Fact]
    public async Task AMessage_CarriesTheTraceOfItsSender_ToItsHandler()
    {
        using var listener = Listening();
        var handled = new ConcurrentQueue<ActivityTraceId?>();
        await ListenAsync((_, _) =>
        {
            handled.Enqueue(Activity.Current?.TraceId);
            return Task.CompletedTask;
        });

        using var sending = Caller.StartActivity("send")!;
        await Sender.SendMessageAsync(new ServiceBusMessage("x"), Token);

        await Eventually.HoldsAsync(() => handled.Count == 1);
        Assert.Equal(sending.TraceId, handled.Single());
    }

    [Fact]
    public async Task ACopyOfAMessage_KeepsItsTrace()
    {
        using var listener = Listening();
        using var sending = Caller.StartActivity("first")!;
        await Sender.SendMessageAsync(new ServiceBusMessage("x"), Token);
        var first = (await ReceiveAsync())!;
        await Actions.CompleteMessageAsync(first, Token);

        await Sender.SendMessageAsync(new ServiceBusMessage(first), Token);

        var second = (await ReceiveAsync())!;
        Assert.StartsWith($"00-{sending.TraceId}-", (string)second.ApplicationProperties["traceparent"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithoutAListener_AMessageCarriesNothing()
    {
        await Sender.SendMessageAsync(new ServiceBusMessage("x"), Token);

        Assert.Empty((await ReceiveAsync())!.ApplicationProperties);
    }

    private static ActivityListener Listening()
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is CallerName || source.Name.StartsWith("Azure.Messaging.ServiceBus", StringComparison.Ordinal),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }
}
