using System.Collections.Concurrent;
using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.Logging;

namespace Dfm.LocalHost.ServiceBus;

/// <summary>How a queue is listened to.</summary>
/// <param name="MaxConcurrentCalls">How many handlers run at the same time.</param>
/// <param name="AutoComplete">Whether a message is completed when its handler succeeded without settling it.</param>
internal sealed record ListenerOptions(int MaxConcurrentCalls, bool AutoComplete);

/// <summary>Runs a handler for the messages of a queue.</summary>
internal sealed partial class QueueListener(
    BusAccount account,
    string queueName,
    ListenerOptions options,
    Func<ServiceBusReceivedMessage, CancellationToken, Task> run,
    ILogger log) : IDisposable
{
    private const int LongestBackOff = 4;
    private const int LongestPause = 5; // In doublings of 100 ms.

    private readonly BusQueue queue = account.Queue(queueName);
    private readonly ConcurrentDictionary<Delivery, Task> running = new();
    private readonly CancellationTokenSource stopping = new();
    private readonly CancellationTokenSource aborting = new();
    private readonly ManualResetEventSlim hasLocks = new();
    private Task listening = Task.CompletedTask;

    /// <summary>Begins to take messages.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        listening = Task.WhenAll(Task.Run(ListenAsync, CancellationToken.None), Task.Run(SweepAsync, CancellationToken.None));
        new Thread(RenewLocks) { IsBackground = true, Name = $"Locks of {queueName}" }.Start();
        return Task.CompletedTask;
    }

    /// <summary>Takes nothing more and waits for the running handlers. Those that still run when the wait is cancelled are told to end, and
    /// their messages are abandoned: they come again at once.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await stopping.CancelAsync();
        await listening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(running.Values).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await aborting.CancelAsync();
        await Task.WhenAll(running.Keys.Select(AbandonAsync));
        hasLocks.Set();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        stopping.Dispose();
        aborting.Dispose();
    }

    private async Task ListenAsync()
    {
        var failures = 0;
        var backOff = 1;
        var nextPoll = DateTimeOffset.MinValue;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var signal = queue.Signal;
                if (account.Time.GetUtcNow() >= nextPoll)
                {
                    backOff = await queue.RefreshAsync(stopping.Token) ? 1 : Math.Min(backOff * 2, LongestBackOff);
                    nextPoll = account.Time.GetUtcNow() + account.Options.PollInterval * backOff;
                }

                if (running.Count >= options.MaxConcurrentCalls) await queue.WaitAsync(signal, nextPoll, forMessage: false, stopping.Token);
                else if (await TakeAsync() == 0) await queue.WaitAsync(signal, nextPoll, forMessage: true, stopping.Token);
                failures = 0;
            }
            catch (Exception failure) when (!stopping.IsCancellationRequested)
            {
                LogTrouble(log, failure, queueName, "receive");
                await PauseAsync(TimeSpan.FromMilliseconds(100 << Math.Min(failures++, LongestPause)));
            }
            catch (OperationCanceledException)
            {
                // Nothing further is taken.
            }
        }
    }

    private async Task<int> TakeAsync()
    {
        // Not cancelled by a stop: what was locked would come again only when its lock runs out.
        var taken = await queue.TakeAsync(options.MaxConcurrentCalls - running.Count, areRunning: true, CancellationToken.None);
        foreach (var delivery in taken)
        {
            // Not on this thread: a handler may keep its thread for long.
            var handled = new Task<Task>(() => HandleAsync(delivery));
            running[delivery] = handled.Unwrap();
            handled.Start(TaskScheduler.Default);
        }

        if (taken.Count > 0) hasLocks.Set();
        return taken.Count;
    }

    private async Task HandleAsync(Delivery delivery)
    {
        var token = delivery.LockToken;
        var message = delivery.Row.Received(queueName, token);
        try
        {
            await run(message, aborting.Token);
            if (options.AutoComplete && queue.Find(token) is not null) await queue.CompleteAsync(token, CancellationToken.None);
        }
        catch (Exception failure)
        {
            LogFailure(log, failure, queueName, message.MessageId, message.DeliveryCount);
            await AbandonAsync(delivery);
        }
        finally
        {
            running.TryRemove(delivery, out _);
            queue.Release(delivery);
        }
    }

    /// <summary>Gives the message back, unless its handler settled it.</summary>
    private async Task AbandonAsync(Delivery delivery)
    {
        try
        {
            if (queue.Find(delivery.LockToken) is not null) await queue.AbandonAsync(delivery.LockToken, null, CancellationToken.None);
        }
        catch (ServiceBusException failure)
        {
            // It comes again when its lock runs out.
            LogTrouble(log, failure, queueName, "abandon a message");
        }
    }

    /// <summary>Renews the locks of running messages after a third of their time, and twice more should that fail.</summary>
    private void RenewLocks()
    {
        var duration = account.Options.LockDuration;
        while (true)
        {
            hasLocks.Wait();
            hasLocks.Reset();
            while (!running.IsEmpty)
            {
                Thread.Sleep(duration / 6);
                foreach (var delivery in running.Keys.Where(one => one.Row.Visible - account.Time.GetUtcNow() < duration * 2 / 3))
                {
                    try
                    {
                        queue.Renew(delivery);
                    }
                    catch (Exception failure)
                    {
                        LogTrouble(log, failure, queueName, "renew a lock");
                    }
                }
            }

            if (stopping.IsCancellationRequested) return;
        }
    }

    private async Task SweepAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            await PauseAsync(account.Options.DuplicateWindow / 4);
            try
            {
                if (!stopping.IsCancellationRequested) await queue.SweepAsync(stopping.Token);
            }
            catch (Exception failure)
            {
                LogTrouble(log, failure, queueName, "forget old message ids");
            }
        }
    }

    /// <summary>Waits; a stop ends it early.</summary>
    private async Task PauseAsync(TimeSpan pause) =>
        await Task.Delay(pause, account.Time, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    [LoggerMessage(Level = LogLevel.Error, Message = "The handler of queue {Queue} failed for message {MessageId}, delivery {DeliveryCount}.")]
    private static partial void LogFailure(ILogger log, Exception failure, string queue, string? messageId, int deliveryCount);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Queue {Queue}: failed to {Do}; trying again.")]
    private static partial void LogTrouble(ILogger log, Exception failure, string queue, string @do);
}
