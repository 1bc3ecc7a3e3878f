using System.Collections.Concurrent;
using System.Threading.Channels;
using Azure;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace Dfm.LocalRuntime.Durable;

/// <summary>
/// The replaying engine. Messages to an instance queue up in memory, what has to survive having been stored first, and are taken
/// through turns, one at a time for one instance. Nothing polls: after a start one look at the table finds what was left open.
/// </summary>
internal sealed class DurableEngine : IAsyncDisposable
{
    /// <summary>How long an activity's answer waits for those of the others that run, in real time.</summary>
    private static readonly TimeSpan LongestGathering = TimeSpan.FromMilliseconds(50);

    private readonly InstanceStore store;
    private readonly TimeProvider time;
    private readonly DurableOptions options;
    private readonly ILogger logger;
    private readonly Turns turns;
    private readonly Jobs jobs;
    private readonly WakeUps wakeUps;
    private readonly InstanceWaiters waiters = new();
    private readonly ConcurrentDictionary<string, Instance> instances = new();
    private readonly ConcurrentDictionary<string, byte> open = new();
    private readonly Channel<Instance> queue = Channel.CreateUnbounded<Instance>();
    private readonly Lock idleGate = new();
    private readonly LinkedList<Instance> idle = new();
    private readonly CancellationTokenSource stopping = new();
    private readonly CancellationTokenSource killed = new();
    private readonly List<Task> workers = [];
    private long lastNumber;

    public DurableEngine(
        InstanceStore store,
        IDurableFunctions functions,
        DataConverter converter,
        TimeProvider time,
        ILoggerFactory loggers,
        DurableOptions options)
    {
        this.store = store;
        this.time = time;
        this.options = options;
        Converter = converter;
        logger = loggers.CreateLogger("Dfm.LocalRuntime.Durable");
        turns = new Turns(store, functions, converter, time, loggers);
        jobs = new Jobs(store, functions, options, time, logger, Post, Ended) { Started = Started };
        wakeUps = new WakeUps(time, id => Post(id, Message.WakeUp));
    }

    public InstanceStore Store => store;

    public DataConverter Converter { get; }

    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Becomes complete when all that was left open has been found.</summary>
    public Task Recovered { get; private set; } = Task.CompletedTask;

    /// <summary>Creates the table and begins to work, first on what was left open.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await PersistAsync(store.CreateTableAsync, cancellationToken);
        for (var n = 0; n < options.MaxConcurrentOrchestrators; n++) workers.Add(Task.Run(WorkAsync, CancellationToken.None));
        Recovered = Task.Run(() => PersistAsync(CreateAndRecoverAsync, stopping.Token), CancellationToken.None);
    }

    /// <summary>Finishes what runs and takes nothing new.</summary>
    /// <param name="cancellationToken">Breaks off, as a crash would.</param>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await using var kill = cancellationToken.Register(killed.Cancel);
        await stopping.CancelAsync();
        wakeUps.Dispose();
        await jobs.StopAsync(cancellationToken);
        queue.Writer.TryComplete();
        await Task.WhenAll(workers);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(new CancellationToken(true));
        jobs.Dispose();
        stopping.Dispose();
        killed.Dispose();
    }

    /// <summary>A number for the next message: they are kept in the order of their numbers, which grow with time.</summary>
    public long NextNumber()
    {
        while (true)
        {
            var last = Interlocked.Read(ref lastNumber);
            var next = Math.Max(last + 1, time.GetUtcNow().Ticks);
            if (Interlocked.CompareExchange(ref lastNumber, next, last) == last) return next;
        }
    }

    /// <summary>Whether the instance is known to be unfinished; if not, the table knows.</summary>
    public bool IsKnownAsOpen(string instanceId) => open.ContainsKey(instanceId);

    /// <summary>Listens until the instance's status has changed to what is awaited.</summary>
    public InstanceWaiters.Waiter Listen(string instanceId, Func<InstanceRow, bool> isAwaited) => waiters.Listen(instanceId, isAwaited);

    /// <summary>Takes up an instance that has just been stored.</summary>
    public void Started(InstanceRow instance)
    {
        open[instance.Id] = 0;
        if (instance.Due is { } due && due > time.GetUtcNow().UtcDateTime)
            wakeUps.Set(instance.Id, due);
        else
            Post(instance.Id, instance.IsNew ? new Message { Stored = instance } : Message.WakeUp);
    }

    /// <summary>Forgets an instance that was purged.</summary>
    public void Purged(string instanceId)
    {
        open.TryRemove(instanceId, out _);
        wakeUps.Set(instanceId, null);
        Post(instanceId, Message.WakeUp);
    }

    /// <summary>Hands a message to an instance; one from outside must have been stored.</summary>
    public void Post(string instanceId, Message message)
    {
        while (true)
        {
            var instance = instances.GetOrAdd(instanceId, id => new Instance(id));
            var mustQueue = instance.TryPost(message);
            if (mustQueue == true) queue.Writer.TryWrite(instance);
            if (mustQueue is not null) return;
            instances.TryRemove(KeyValuePair.Create(instanceId, instance));
        }
    }

    /// <summary>An action of an instance has ended; its answer may wait a moment for others, which are then stored with it.</summary>
    private void Ended(Instance instance, Message? answer)
    {
        if (instance.EndAction(answer))
            queue.Writer.TryWrite(instance);
        else if (answer is not null)
            _ = QueueSoonAsync(instance);
    }

    private async Task QueueSoonAsync(Instance instance)
    {
        await Task.Delay(LongestGathering);
        if (instance.TryQueue()) queue.Writer.TryWrite(instance);
    }

    private async Task WorkAsync()
    {
        await foreach (var instance in queue.Reader.ReadAllAsync())
        {
            if (killed.IsCancellationRequested) return;
            if (!await TryRunTurnAsync(instance)) continue;
            if (instance.Release())
                queue.Writer.TryWrite(instance);
            else
                Rest(instance);
        }
    }

    /// <summary>Runs a turn; false if it failed and is run again after a pause.</summary>
    private async Task<bool> TryRunTurnAsync(Instance instance)
    {
        try
        {
            if (await turns.RunAsync(instance, Post, killed.Token) is var (before, after))
                Follow(instance, before, after);
            else
                open.TryRemove(instance.Id, out _);
            instance.Failures = 0;
            return true;
        }
        catch (OperationCanceledException) when (killed.IsCancellationRequested)
        {
            return false;
        }
#pragma warning disable CA1031 // A turn that fails is run again, whatever it was; it must not end the worker.
        catch (Exception e)
#pragma warning restore CA1031
        {
            instance.Failures++;
            logger.LogWarning(
                "Turn of {InstanceId} not stored ({Fault}), attempt {Attempt}", instance.Id, BackOff.Describe(e), instance.Failures);
            if (e is not RequestFailedException and not AggregateException and not OperationCanceledException)
                logger.LogError("The turn failed at {Stack}", e.StackTrace);
            _ = QueueLaterAsync(instance);
            return false;
        }
    }

    private async Task QueueLaterAsync(Instance instance)
    {
        await Task.Delay(BackOff.After(instance.Failures));
        queue.Writer.TryWrite(instance);
    }

    /// <summary>What follows from a stored turn.</summary>
    private void Follow(Instance instance, InstanceRow before, InstanceState after)
    {
        var row = after.Row;
        jobs.Begin(instance, after);
        if (!row.IsFinished) open.TryAdd(row.Id, 0);
        if (row.IsFinished)
        {
            open.TryRemove(row.Id, out _);
            wakeUps.Set(row.Id, null);
        }
        else if (row.Due <= time.GetUtcNow().UtcDateTime)
        {
            if (row.Status != Microsoft.DurableTask.Client.OrchestrationRuntimeStatus.Suspended) Post(row.Id, Message.WakeUp);
        }
        else
        {
            wakeUps.Set(row.Id, row.Due);
        }

        if (options.ReplaysAlways || row.IsFinished) instance.State = null;
        // After a failure the turn may have been stored and its answer lost: what is read then is news.
        if (row.Status == before.Status && instance.Failures == 0) return;
        waiters.Changed(row);
        if (row.Parent is { } parent && Jobs.Answer(row) is { } answer)
            Post(parent.InstanceId, new Message { Kind = MessageKind.Answer, Run = parent.Run, Answer = answer });
    }

    /// <summary>An instance without messages stays in memory for a while: the idle ones that waited longest leave.</summary>
    private void Rest(Instance instance)
    {
        lock (idleGate)
        {
            if (instance.IdleNode is { } node) idle.Remove(node);
            instance.IdleNode = null;
            if (instance.State is null)
            {
                Forget(instance);
                return;
            }

            instance.IdleNode = idle.AddLast(instance);
            while (idle.Count > options.MostIdleRuns)
            {
                var oldest = idle.First!.Value;
                idle.RemoveFirst();
                oldest.IdleNode = null;
                Forget(oldest);
            }
        }
    }

    private void Forget(Instance instance)
    {
        if (instance.TryRetire()) instances.TryRemove(KeyValuePair.Create(instance.Id, instance));
    }

    /// <summary>Finds what was left open; should the table not be there after all, it is made once more.</summary>
    private async Task CreateAndRecoverAsync(CancellationToken cancellationToken)
    {
        try
        {
            await RecoverAsync(cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            await store.CreateTableAsync(cancellationToken);
            throw;
        }
    }

    private async Task RecoverAsync(CancellationToken cancellationToken)
    {
        await foreach (var (id, due, hasWork) in store.OpenAsync(cancellationToken))
        {
            open[id] = 0;
            // Who is in memory already looks after itself.
            if (instances.ContainsKey(id)) continue;
            if (hasWork || due <= time.GetUtcNow().UtcDateTime)
                Post(id, Message.WakeUp);
            else if (due is not null)
                wakeUps.Set(id, due);
        }

        await foreach (var id in store.WithMessagesAsync(cancellationToken))
        {
            if (!instances.ContainsKey(id)) Post(id, Message.WakeUp);
        }
    }

    /// <summary>Tries until the storage answers.</summary>
    private async Task PersistAsync(Func<CancellationToken, Task> attempt, CancellationToken cancellationToken)
    {
        for (var failures = 1; !cancellationToken.IsCancellationRequested; failures++)
        {
            try
            {
                await attempt(cancellationToken);
                return;
            }
            catch (Exception e) when (e is RequestFailedException or AggregateException or TaskCanceledException
                && !cancellationToken.IsCancellationRequested)
            {
                logger.LogWarning("Storage does not answer ({Fault}), attempt {Attempt}", BackOff.Describe(e), failures);
                await Task.Delay(BackOff.After(failures), cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
        }
    }
}
