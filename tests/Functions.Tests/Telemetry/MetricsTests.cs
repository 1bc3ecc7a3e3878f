using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Azure.Messaging.ServiceBus;
using Dfm.Functions.Attachments;
using Dfm.Functions.Telemetry;
using Dfm.Functions.Tests.Dits;
using Dfm.LocalHost.ServiceBus;
using Dfm.Testing;

namespace Dfm.Functions.Tests.Telemetry;

/// <summary>What the portal measures of itself. Other tests may measure at the same time: nothing is counted to the last one.</summary>
public sealed class MetricsTests : IDisposable
{
    private readonly AzuriteFixture azurite;
    private readonly MeterListener listener = new();
    private readonly ConcurrentQueue<(string Name, double Value, string Tags)> measured = new();

    public MetricsTests(AzuriteFixture azurite)
    {
        this.azurite = azurite;
        listener.InstrumentPublished = (instrument, all) =>
        {
            if (instrument.Meter.Name == PortalMetrics.MeterName) all.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value, tags));
        listener.Start();
    }

    public void Dispose() => listener.Dispose();

    [Fact]
    public async Task ADit_IsCounted_WithItsMail_AndHowLateWhatFollowsIs()
    {
        await using var portal = await DitPortal.StartAsync(azurite.NewAccount());

        await portal.MailsOf((await portal.Raised()).Number, 1);

        string[] expected =
        [
            "dfm.dits.raised ", "dfm.mails.sent template=dit-registered", "dfm.outbox.dispatch_lag table=Dits", "dfm.lifecycle.lag lifecycle=dit",
        ];
        await Waiting.UntilNothing(
            () => Task.FromResult(expected.Except(measured.Select(one => $"{one.Name} {one.Tags}")).FirstOrDefault()),
            TimeSpan.FromMilliseconds(20));
        Assert.All(measured.Where(one => one.Name is "dfm.outbox.dispatch_lag"), one => Assert.InRange(one.Value, 0, 60));
    }

    [Fact]
    public async Task TheQueues_AreMeasuredByPeeking()
    {
        var account = azurite.NewAccount();
        var queues = new BusAccount(() => account.ConnectionString);
        var client = new LocalServiceBusClient(queues);
        await using var sender = client.CreateSender("watched");
        await sender.SendMessageAsync(new ServiceBusMessage("dead"), Stop);
        var held = await (await queues.QueueAsync("watched")).ReceiveAsync(TimeSpan.FromMinutes(1), Stop);
        await new LocalMessageActions(queues).DeadLetterMessageAsync(held, deadLetterReason: "broken", cancellationToken: Stop);
        await sender.SendMessageAsync(new ServiceBusMessage("waits"), Stop);
        await sender.SendMessageAsync(
            new ServiceBusMessage("later") { ScheduledEnqueueTime = TimeProvider.System.GetUtcNow().AddHours(1) }, Stop);

        using var watch = new QueueWatch(client, Microsoft.Extensions.Logging.Abstractions.NullLogger<QueueWatch>.Instance);
        await watch.Measure("watched", Stop);

        Assert.InRange(Assert.Single(measured, one => one is { Name: "dfm.queue.oldest_message", Tags: "queue=watched" }).Value, 0.000_001, 60);
        Assert.Equal(1, Assert.Single(measured, one => one is { Name: "dfm.queue.dead_letters", Tags: "queue=watched" }).Value);
    }

    [Fact]
    public void EveryQueue_ThatFunctionsListenOn_IsWatched() =>
        Assert.Equal(["emails", RecordMalwareScan.QueueName, "outbox", "webhooks"], QueueWatch.Queues.Order(StringComparer.Ordinal));

    private void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var named = new List<string>();
        foreach (var (name, tag) in tags) named.Add($"{name}={tag}");
        measured.Enqueue((instrument.Name, value, string.Join(' ', named)));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
