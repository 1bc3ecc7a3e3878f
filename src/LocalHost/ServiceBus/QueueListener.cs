using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dfm.LocalHost.ServiceBus;

/// <summary>Runs a handler for the messages of a queue.</summary>
/// <param name="queue">The queue.</param>
/// <param name="maxConcurrentCalls">How many handlers run at the same time.</param>
/// <param name="completes">Whether a message is completed when its handler succeeded without settling it.</param>
/// <param name="lockDuration">For how long a message's lock is renewed; it is lost then, if the message is not settled.</param>
/// <param name="run">The handler.</param>
/// <param name="log">Where failures of the storage are logged.</param>
internal sealed partial class QueueListener(
    BusQueue queue,
    int maxConcurrentCalls,
    bool completes,
    TimeSpan lockDuration,
    Func<ServiceBusReceivedMessage, CancellationToken, Task> run,
    ILogger log) : BackgroundService
{
    private readonly CancellationTokenSource aborting = new();

    /// <summary>Takes nothing more and waits for the running handlers; those that still run when the wait is cancelled are told to end.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await aborting.CancelAsync();
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        aborting.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, maxConcurrentCalls).Select(_ => Task.Run(() => WorkAsync(stoppingToken), CancellationToken.None)));

    private async Task WorkAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await HandleAsync(await queue.ReceiveAsync(lockDuration, stopping));
            }
            catch (ServiceBusException failure)
            {
                LogTrouble(log, failure, queue.Name);
                await Task.Delay(TimeSpan.FromSeconds(1), stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                // Nothing further is taken.
            }
        }
    }

    private async Task HandleAsync(ServiceBusReceivedMessage message)
    {
        var token = Guid.Parse(message.LockToken);
        using var activity = MessageTraces.Process(message, queue.Name);
        var handling = run(message, aborting.Token);
        // Its failure is logged where the function is invoked.
        await handling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if ((completes || !handling.IsCompletedSuccessfully) && queue.Holds(token))
            await queue.SettleAsync(token, row => handling.IsCompletedSuccessfully ? row.Completed() : row.Abandoned(), CancellationToken.None);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The storage of queue {Queue} failed; trying again.")]
    private static partial void LogTrouble(ILogger log, Exception failure, string queue);
}
