using System.Diagnostics;
using Azure.Messaging.ServiceBus;
using Dfm.LocalHost.ServiceBus;
using Dfm.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dfm.LocalHost.Tests.ServiceBus;

/// <summary>What a message costs: how fast it is on this machine, as a diagnostic, and how many requests it takes.</summary>
public sealed class MeasureTests(AzuriteFixture azurite)
{
    private const int Messages = 300;

    [Fact]
    public async Task Message_TakesThreeRequests_AndAnIdleQueueNone()
    {
        var token = TestContext.Current.CancellationToken;
        await using var proxy = await StorageProxy.StartAsync(azurite.NewAccount());
        var account = new BusAccount(() => proxy.Account.ConnectionString);
        var queue = await account.QueueAsync("measured");
        var (took, late) = (new List<double>(), 0.0);
        using var listener = new QueueListener(queue, 16, true, TimeSpan.FromMinutes(5), Run, NullLogger.Instance);
        await listener.StartAsync(token);
        await queue.SendAsync([new ServiceBusMessage("warms up")], null, token);
        await Eventually.HoldsAsync(() => queue.Read().Length == 0);
        var before = proxy.Requests.Count;

        var watch = Stopwatch.StartNew();
        for (var n = 0; n < Messages; n++)
            await queue.SendAsync([new ServiceBusMessage { CorrelationId = $"{Stopwatch.GetTimestamp()}" }], null, token);
        var rate = Messages / watch.Elapsed.TotalSeconds;
        await Eventually.HoldsAsync(() => queue.Read().Length == 0);
        Assert.Equal(3 * Messages, proxy.Requests.Count - before);
        await queue.SendAsync([new ServiceBusMessage { ScheduledEnqueueTime = DateTimeOffset.UtcNow.AddSeconds(1) }], null, token);
        await Eventually.HoldsAsync(() => queue.Read().Length == 0);

        Assert.Equal((3 * Messages) + 3, proxy.Requests.Count - before);
        took.Sort();
        TestContext.Current.SendDiagnosticMessage(
            $"{rate:f0} sends/s; to the handler in ms: p50 {took[took.Count / 2]:f1}, p95 {took[took.Count * 95 / 100]:f1}; scheduled {late:f1} ms late.");

        Task Run(ServiceBusReceivedMessage message, CancellationToken cancellationToken)
        {
            if (message.CorrelationId is null) late = (DateTimeOffset.UtcNow - message.EnqueuedTime).TotalMilliseconds;
            else lock (took) took.Add(Stopwatch.GetElapsedTime(long.Parse(message.CorrelationId, null)).TotalMilliseconds);
            return Task.CompletedTask;
        }
    }
}
