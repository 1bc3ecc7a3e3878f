using System.Text.Json;
using Azure.Messaging.ServiceBus;
using Dfm.LocalRuntime.Worker;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Dfm.LocalRuntime.ServiceBus;

/// <summary>Runs one function for the messages of its queue.</summary>
internal sealed partial class QueueListener(
    FunctionRunner runner, FunctionDescriptor function, BusQueue queue, HostJson host, ILogger log)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BacklogPause = TimeSpan.FromMilliseconds(5);
    private static readonly JsonSerializerOptions Json = new() { PropertyNameCaseInsensitive = true };

    private readonly ServiceBusMessageActions actions = new(queue);
    private readonly bool completes = host.AutoCompleteMessages && ((ServiceBusTriggerAttribute)function.Trigger).AutoCompleteMessages;
    private readonly Signal slotFreed = new();
    private int running;
    private bool isBacklogged;

    /// <summary>Takes messages until <paramref name="stopping"/>, then finishes those it has taken.</summary>
    /// <param name="stopping">Signalled when no further message shall be taken.</param>
    /// <param name="aborting">Signalled when handlers shall give up; handed to the function.</param>
    public async Task RunAsync(CancellationToken stopping, CancellationToken aborting)
    {
        var failures = 0;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await TakeAsync(stopping, aborting);
                failures = 0;
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                // Nothing further is taken.
            }
            catch (Exception failure)
            {
                LogCannotReceive(log, failure, queue.Name);
                var pause = TimeSpan.FromMilliseconds(100 * Math.Pow(2, Math.Min(failures++, 10)));
                await PauseAsync(pause < LongestPause ? pause : LongestPause, stopping);
            }
        }

        while (true)
        {
            var freed = slotFreed.Next;
            if (Volatile.Read(ref running) == 0)
                return;
            await freed;
        }
    }

    /// <summary>Forgets message ids that are older than the window, again and again.</summary>
    public async Task SweepAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            await PauseAsync(queue.Options.DuplicateWindow / 2, stopping);
            try
            {
                if (!stopping.IsCancellationRequested)
                    await queue.SweepAsync(stopping);
            }
            catch (Exception failure) when (failure is ServiceBusException or OperationCanceledException)
            {
                LogCannotSweep(log, failure, queue.Name);
            }
        }
    }

    /// <summary>Starts the handlers of what is there, as many as there are free slots; waits when there is nothing or no slot.</summary>
    private async Task TakeAsync(CancellationToken stopping, CancellationToken aborting)
    {
        var freed = slotFreed.Next;
        var free = host.MaxConcurrentCalls - Volatile.Read(ref running);
        if (free == 0)
        {
            await freed.WaitAsync(stopping);
            return;
        }

        // There is more than there are slots: with several free, the next receive brings several at the price of one.
        if (isBacklogged && free < host.MaxConcurrentCalls / 2)
        {
            await PauseAsync(BacklogPause, stopping);
            free = host.MaxConcurrentCalls - Volatile.Read(ref running);
        }

        var signal = queue.Signal.Next;
        // Not cancelled by a stop: a message received half would stay locked for a minute.
        var messages = await queue.TakeAsync(free, CancellationToken.None);
        isBacklogged = messages.Count == free;
        Interlocked.Add(ref running, messages.Count);
        if (messages.Count > 0)
            _ = HandleAsync(messages, aborting);
        else
            await BusQueue.WaitForSignalAsync(signal, queue.Options.PollInterval, stopping);
    }

    /// <summary>Handles messages that were taken together; meanwhile the loop takes the next.</summary>
    private async Task HandleAsync(IReadOnlyList<ServiceBusReceivedMessage> messages, CancellationToken aborting)
    {
        var fresh = await DropDuplicatesAsync(messages);
        Release(messages.Count - fresh.Count);
        foreach (var message in fresh)
            _ = HandleAsync(message, aborting);
    }

    private async Task<IReadOnlyList<ServiceBusReceivedMessage>> DropDuplicatesAsync(IReadOnlyList<ServiceBusReceivedMessage> messages)
    {
        try
        {
            return await queue.DropDuplicatesAsync(messages, CancellationToken.None);
        }
        catch (Exception failure)
        {
            LogCannotReceive(log, failure, queue.Name);
            await Task.WhenAll(messages.Select(
                message => SettleAsync(message, () => queue.PutBackAsync(message, CancellationToken.None))));
            return [];
        }
    }

    private async Task HandleAsync(ServiceBusReceivedMessage message, CancellationToken aborting)
    {
        // Not on the thread of the others: a function may keep its thread for long.
        await Task.Yield();
        using var handled = new CancellationTokenSource();
        var renewal = KeepLockedAsync(message, handled.Token);
        try
        {
            await runner.RunAsync(function, Value(message), actions, aborting);
            if (completes)
                await SettleAsync(message, () => queue.CompleteAsync(message, CancellationToken.None));
        }
        catch (Exception failure)
        {
            LogFailure(log, failure, function.Name, message.MessageId, message.DeliveryCount);
            await GiveBackAsync(message);
        }
        finally
        {
            await handled.CancelAsync();
            await renewal;
            Release(1);
        }
    }

    private void Release(int slots)
    {
        if (slots == 0)
            return;
        Interlocked.Add(ref running, -slots);
        slotFreed.Pulse();
    }

    private Task GiveBackAsync(ServiceBusReceivedMessage message) =>
        SettleAsync(message, () => queue.AbandonAsync(message, null, CancellationToken.None));

    /// <summary>Settles the message, unless its function did.</summary>
    private async Task SettleAsync(ServiceBusReceivedMessage message, Func<Task> settle)
    {
        try
        {
            if (!message.Lock.IsSettled)
                await settle();
        }
        catch (ServiceBusException failure)
        {
            // It comes back when the lock runs out.
            LogCannotSettle(log, failure, queue.Name, message.MessageId);
        }
    }

    /// <summary>Renews the lock at half its time, for as long as host.json allows.</summary>
    private async Task KeepLockedAsync(ServiceBusReceivedMessage message, CancellationToken handled)
    {
        var end = DateTimeOffset.UtcNow + host.MaxAutoLockRenewalDuration;
        while (true)
        {
            await PauseAsync(queue.Options.LockDuration / 2, handled);
            if (handled.IsCancellationRequested || message.Lock.IsSettled || DateTimeOffset.UtcNow > end)
                return;
            try
            {
                await queue.RenewAsync(message, CancellationToken.None);
            }
            catch (ServiceBusException failure)
            {
                LogCannotSettle(log, failure, queue.Name, message.MessageId);
                return;
            }
        }
    }

    /// <summary>Waits; a signal ends it early, without an exception.</summary>
    private static async Task PauseAsync(TimeSpan pause, CancellationToken signal) =>
        await Task.Delay(pause, signal).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private object? Value(ServiceBusReceivedMessage message)
    {
        var type = function.TriggerParameter.ParameterType;
        if (type == typeof(ServiceBusReceivedMessage))
            return message;
        if (type == typeof(BinaryData))
            return message.Body;
        if (type == typeof(string))
            return message.Body.ToString();
        if (type == typeof(byte[]))
            return message.Body.ToArray();
        return JsonSerializer.Deserialize(message.Body.ToMemory().Span, type, Json);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Function {Function} failed for message {MessageId}, delivery {DeliveryCount}.")]
    private static partial void LogFailure(ILogger log, Exception failure, string function, string? messageId, int deliveryCount);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Message {MessageId} of queue {Queue} could not be renewed or settled.")]
    private static partial void LogCannotSettle(ILogger log, Exception failure, string queue, string? messageId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Queue {Queue} could not be received from; trying again.")]
    private static partial void LogCannotReceive(ILogger log, Exception failure, string queue);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Old message ids of queue {Queue} could not be forgotten.")]
    private static partial void LogCannotSweep(ILogger log, Exception failure, string queue);
}
