using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Dfm.LocalRuntime.Durable;

/// <summary>
/// Does what orchestrators have asked for, once the turn that asked is stored: runs activities, starts sub-orchestrations, sends
/// events. Each may be done again after a crash; its end is told, with the answer.
/// </summary>
internal sealed class Jobs(
    InstanceStore store,
    IDurableFunctions functions,
    DurableOptions options,
    TimeProvider time,
    ILogger logger,
    Action<string, Message> post,
    Action<Instance, Message?> ended) : IDisposable
{
    private readonly SemaphoreSlim slots = new(options.MaxConcurrentActivities);
    private readonly CancellationTokenSource stopping = new();
    private readonly CancellationTokenSource killed = new();
    private readonly TaskCompletionSource drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int running = 1;

    /// <summary>Told of every sub-orchestration that is stored.</summary>
    public Action<InstanceRow>? Started { get; set; }

    /// <summary>The name of an event that an instance sends: the same however often it is sent.</summary>
    public static string SentAs(InstanceRow sender, HistoryAction action) => $"{sender.Run}:{action.Id}";

    /// <summary>Begins the outstanding actions that this process has not begun yet.</summary>
    public void Begin(Instance instance, InstanceState state)
    {
        if (stopping.IsCancellationRequested) return;
        if (instance.BegunRun != state.Row.Run) instance.Begun.Clear();
        instance.BegunRun = state.Row.Run;
        foreach (var action in state.Outstanding.Values)
        {
            if (!instance.Begun.Add(action.Id)) continue;
            instance.BeginAction();
            Interlocked.Increment(ref running);
            _ = Task.Run(() => RunAsync(instance, state.Row, action));
        }
    }

    /// <summary>Begins nothing more, and waits for what runs.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await stopping.CancelAsync();
        Ended();
        try
        {
            await drained.Task.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            await killed.CancelAsync();
        }
    }

    public void Dispose()
    {
        slots.Dispose();
        stopping.Dispose();
        killed.Dispose();
    }

    private async Task RunAsync(Instance instance, InstanceRow row, HistoryAction action)
    {
        HistoryEvent? answer = null;
        try
        {
            answer = action.Kind switch
            {
                ActionKind.Activity => await RunActivityAsync(action),
                ActionKind.SubOrchestration => await PersistAsync(() => StartSubOrchestrationAsync(row, action)),
                _ => await PersistAsync(() => SendEventAsync(row, action)),
            };
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // It is done again after the next start.
        }
        finally
        {
            ended(instance, answer is null ? null : new Message { Kind = MessageKind.Answer, Run = row.Run, Answer = answer });
            Ended();
        }
    }

    private void Ended()
    {
        if (Interlocked.Decrement(ref running) == 0) drained.TrySetResult();
    }

    private async Task<HistoryEvent?> RunActivityAsync(HistoryAction action)
    {
        await slots.WaitAsync(stopping.Token);
        try
        {
            var result = await functions.RunActivityAsync(action.Name!, action.Input, killed.Token);
            return new HistoryEvent { Kind = EventKind.TaskCompleted, Id = action.Id, Data = result };
        }
        catch (OperationCanceledException) when (killed.IsCancellationRequested)
        {
            return null;
        }
        catch (UnknownFunctionException e)
        {
            // As in Azure Functions, the orchestrator learns nothing more.
            logger.LogError("{Problem}", e.Message);
            return Failed(action, new Failure("(unknown)", "(unknown)", null, null));
        }
#pragma warning disable CA1031 // Whatever an activity throws is its failure, for the orchestrator to handle.
        catch (Exception e)
#pragma warning restore CA1031
        {
            logger.LogWarning("Activity {Activity} failed: {ErrorType}", action.Name, e.GetType());
            return Failed(action, e);
        }
        finally
        {
            slots.Release();
        }
    }

    /// <summary>Starts a sub-orchestration. Its own end answers; here answers only what ended earlier, or cannot begin.</summary>
    private async Task<HistoryEvent?> StartSubOrchestrationAsync(InstanceRow parent, HistoryAction action)
    {
        var now = time.GetUtcNow();
        var child = new InstanceRow
        {
            Id = action.InstanceId!,
            Name = action.Name!,
            Input = action.Input,
            Created = now,
            Updated = now,
            Parent = new ParentLink(parent.Id, parent.Name, parent.Run, action.Id),
            StartedBy = SentAs(parent, action),
        };
        while (true)
        {
            var stored = await store.InsertOrGetAsync(child, killed.Token);
            if (stored.StartedBy == child.StartedBy)
            {
                Started?.Invoke(stored);
                return Answer(stored);
            }

            if (!stored.IsFinished)
            {
                return Failed(action, new InvalidOperationException(
                    $"An orchestration with the ID '{child.Id}' already exists and is not finished."));
            }

            await store.TryReplaceAsync(stored, child with { Generation = stored.Generation + 1 }, killed.Token);
        }
    }

    /// <summary>What a sub-orchestration answers to its parent; null while it is unfinished.</summary>
    public static HistoryEvent? Answer(InstanceRow child)
    {
        if (!child.IsFinished || child.Parent is not { } parent) return null;
        if (child.Status == OrchestrationRuntimeStatus.Completed)
            return new HistoryEvent { Kind = EventKind.TaskCompleted, Id = parent.ActionId, Data = child.Output };
        return new HistoryEvent { Kind = EventKind.TaskFailed, Id = parent.ActionId, Failure = child.Failure };
    }

    private static HistoryEvent Failed(HistoryAction action, Exception e) => Failed(action, Failure.Of(e));

    private static HistoryEvent Failed(HistoryAction action, Failure failure) =>
        new() { Kind = EventKind.TaskFailed, Id = action.Id, Failure = failure };

    private async Task<HistoryEvent?> SendEventAsync(InstanceRow sender, HistoryAction action)
    {
        var sent = action.SentAs ?? SentAs(sender, action);
        var receiver = action.InstanceId!;
        // As officially, an event for nobody is dropped.
        if (await store.GetAsync(receiver, false, killed.Token) is { IsFinished: false })
        {
            var key = InstanceKeys.Message(action.Due!.Value.Ticks, DeterministicGuid.Of(sent).ToString("N"));
            var message = new Message { Kind = MessageKind.EventRaised, Name = action.Name, Data = action.Input, SentAs = sent };
            post(receiver, await store.AddMessageAsync(receiver, key, message, killed.Token));
        }

        return new HistoryEvent { Kind = EventKind.EventSent, Id = action.Id };
    }

    /// <summary>Tries until the storage answers, or the process ends.</summary>
    private async Task<HistoryEvent?> PersistAsync(Func<Task<HistoryEvent?>> attempt)
    {
        for (var failures = 1; ; failures++)
        {
            try
            {
                return await attempt();
            }
#pragma warning disable CA1031 // The client throws faults as several types; an action that is given up would never be answered.
            catch (Exception e) when (!stopping.IsCancellationRequested)
#pragma warning restore CA1031
            {
                logger.LogWarning("Storage fault ({Fault}), attempt {Attempt}", BackOff.Describe(e), failures);
                await Task.Delay(BackOff.After(failures), stopping.Token);
            }
        }
    }
}
