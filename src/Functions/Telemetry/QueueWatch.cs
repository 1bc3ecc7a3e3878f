using System.Reflection;
using Azure.Messaging.ServiceBus;
using Dfm.Functions.Security;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dfm.Functions.Telemetry;

/// <summary>
/// Measures the queues that functions listen on, once a minute, while metrics are collected: how long the oldest message has been due, and
/// how many dead letters there are. It peeks, which takes no lock and needs no right to manage the namespace.
/// </summary>
public sealed partial class QueueWatch(ServiceBusClient client, ILogger<QueueWatch> logger) : BackgroundService
{
    private const int MostPeeked = 100;
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    /// <summary>The queues that functions listen on.</summary>
    public static IReadOnlyList<string> Queues { get; } =
    [
        .. AudienceRules.FunctionsOf(typeof(QueueWatch).Assembly)
            .SelectMany(function => function.GetParameters())
            .Select(parameter => parameter.GetCustomAttribute<ServiceBusTriggerAttribute>()?.QueueName)
            .OfType<string>(),
    ];

    /// <summary>Measures one queue.</summary>
    public async Task Measure(string queue, CancellationToken cancellationToken)
    {
        var dead = new ServiceBusReceiverOptions { SubQueue = SubQueue.DeadLetter };
        var (waiting, deadLetters) = (Peek(queue, new(), cancellationToken), Peek(queue, dead, cancellationToken));
        await Task.WhenAll(waiting, deadLetters);
        // Service Bus keeps real time, whatever clock the portal keeps.
        var now = TimeProvider.System.GetUtcNow();
        var oldest = (await waiting).Select(message => now - Due(message)).Append(TimeSpan.Zero).Max();
        PortalMetrics.QueueSeen(queue, oldest, (await deadLetters).Count);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause);
        do
        {
            foreach (var queue in Queues) await TryMeasure(queue, stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task TryMeasure(string queue, CancellationToken cancellationToken)
    {
        try
        {
            await Measure(queue, cancellationToken);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            LogFailed(failure, queue);
        }
    }

    private async Task<IReadOnlyList<ServiceBusReceivedMessage>> Peek(
        string queue, ServiceBusReceiverOptions options, CancellationToken cancellationToken)
    {
        await using var receiver = client.CreateReceiver(queue, options);
        return await receiver.PeekMessagesAsync(MostPeeked, cancellationToken: cancellationToken);
    }

    /// <summary>A message that is scheduled is not late before its time.</summary>
    private static DateTimeOffset Due(ServiceBusReceivedMessage message) =>
        message.ScheduledEnqueueTime > message.EnqueuedTime ? message.ScheduledEnqueueTime : message.EnqueuedTime;

    [LoggerMessage(LogLevel.Warning, "Queue {Queue} could not be measured.")]
    private partial void LogFailed(Exception failure, string queue);
}
