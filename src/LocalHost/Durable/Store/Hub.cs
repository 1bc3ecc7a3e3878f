using System.Collections.Concurrent;
using System.Threading.Channels;
using Azure.Data.Tables;
using DurableTask.Core;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Logging;

namespace Dfm.LocalHost.Durable.Store;

/// <summary>
/// The task hub in memory: the instances that have not ended and what waits to be worked on. One process owns a hub, so nothing polls
/// or is leased; what has to survive is stored first.
/// </summary>
internal sealed partial class Hub : IDisposable
{
    // Of instances' states; one takes more than its compressed JSON in the table, and never nothing.
    private const long MostBytesInMemory = 64 << 20;
    private const int BytesInMemoryPerByte = 20;

    private readonly ConcurrentDictionary<string, Instance> instances = new();
    private readonly Channel<Instance> turns = Channel.CreateUnbounded<Instance>();
    private readonly Channel<ActivityWork> activities = Channel.CreateUnbounded<ActivityWork>();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<OrchestrationState>> waiters = new();
    private readonly MemoryCache states = new(new MemoryCacheOptions { SizeLimit = MostBytesInMemory });
    private readonly DueTimers timers = new();
    private readonly CancellationTokenSource stopping = new();
    private readonly Lock startGate = new();
    private readonly ILogger logger;
    private Task? started;
    private long lastNumber;

    public Hub(TableClient table, ILogger logger)
    {
        this.logger = logger;
        Table = new HubTable(table, stopping.Token);
    }

    public HubTable Table { get; }

    /// <summary>Completes when an instance ends.</summary>
    public Task<OrchestrationState> EndOf(string instanceId) =>
        waiters.GetOrAdd(instanceId, _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>Becomes complete when all that was left in the table has been taken up.</summary>
    public Task ReadyAsync()
    {
        lock (startGate) return started is null or { IsFaulted: true } ? started = RecoverAsync() : started;
    }

    /// <summary>Breaks off all that runs, as the end of the process would.</summary>
    public void Dispose()
    {
        stopping.Cancel();
        timers.Dispose();
        states.Dispose();
    }

    /// <summary>Stores a message from outside; one to an instance that does not exist or has ended is dropped.</summary>
    public async Task SendAsync(TaskMessage content)
    {
        await ReadyAsync();
        if (Receive(content, null) is not var (instance, message)) return;
        try
        {
            await WriteAsync(instance, message);
            lock (instance.Gate) message.IsReady = true;
        }
        catch
        {
            lock (instance.Gate) instance.Remove(one => one == message);
            throw;
        }
        finally
        {
            Signal(instance);
        }
    }

    /// <summary>What is known of an instance; null if there is none.</summary>
    public async Task<OrchestrationState?> StateAsync(string instanceId)
    {
        await ReadyAsync();
        if (instances.TryGetValue(instanceId, out var instance) && !instance.IsInDoubt && states.TryGetValue(instance, out LoadedState? loaded))
            return loaded!.State;
        var row = await Table.ReadAsync(Keys.Partition(instanceId), InstanceRow.StateColumns);
        return row is null ? null : await InstanceRow.StateAsync(Table, row);
    }

    /// <summary>Deletes all of an instance; false if there was none.</summary>
    public async Task<bool> PurgeAsync(string instanceId)
    {
        await ReadyAsync();
        var keys = await Table.KeysAsync(Keys.Partition(instanceId));
        if (instances.TryGetValue(instanceId, out var instance)) Remove(instance);
        // Its own row last, so that what is left of a purge that was broken off can be purged.
        await Table.DeleteAsync(Keys.Partition(instanceId), keys.AsEnumerable().Reverse());
        return keys.Exists(Keys.IsInstance);
    }

    private static DateTime BackOff(int failures) => DateTime.UtcNow.AddMilliseconds(Math.Min(5000, 50 * Math.Pow(2, Math.Min(failures, 10))));

    /// <summary>Puts an instance with work into the queue, unless it is in work already.</summary>
    private void Signal(Instance instance)
    {
        lock (instance.Gate)
        {
            if (instance.IsTaken || instance.IsGone || !instance.HasWork) return;
            instance.IsTaken = true;
        }

        turns.Writer.TryWrite(instance);
    }

    private void Keep(Instance instance, LoadedState state) => states.Set(
        instance, state, new MemoryCacheEntryOptions { Size = Math.Max(32_768, state.Size * BytesInMemoryPerByte) });

    private void Remove(Instance instance)
    {
        lock (instance.Gate)
        {
            instance.IsGone = true;
            SetTimers(instance, []);
        }

        states.Remove(instance);
        instances.TryRemove(KeyValuePair.Create(instance.Id, instance));
    }

    private void SetTimers(Instance instance, Dictionary<int, long> due)
    {
        foreach (var id in instance.Timers.Keys.Where(id => !due.ContainsKey(id)).ToList())
        {
            timers.Remove(instance.Timers[id]);
            instance.Timers.Remove(id);
        }

        foreach (var (id, ticks) in due.Where(one => !instance.Timers.ContainsKey(one.Key)))
        {
            var at = new DateTime(ticks, DateTimeKind.Utc);
            var execution = instance.ExecutionId;
            instance.Timers[id] = timers.Add(at, () => Fire(instance, execution, id, at));
        }
    }

    private void Fire(Instance instance, string executionId, int timerId, DateTime at)
    {
        lock (instance.Gate)
        {
            if (instance.IsGone || instance.ExecutionId != executionId || !instance.Timers.ContainsKey(timerId)) return;
            if (timerId == Instance.StartTimer)
                instance.MayStart = true;
            else
                instance.Add(new Message(Messages.TimerFired(instance, timerId, at)) { Number = NextNumber(), IsReady = true });
        }

        Signal(instance);
    }

    private (Instance Instance, Message Message)? Receive(TaskMessage content, string? from)
    {
        if (!instances.TryGetValue(content.OrchestrationInstance.InstanceId, out var instance)) return null;
        lock (instance.Gate)
        {
            if (instance.IsGone || (from is not null && instance.Has(one => one.From == from))) return null;
            var number = NextNumber();
            var message = new Message(content) { Number = number, RowKey = Keys.MessageOf(number), From = from };
            instance.Add(message);
            return (instance, message);
        }
    }

    // Keys are unique: a row that is there already is from an earlier attempt.
    private async Task WriteAsync(Instance instance, Message message)
    {
        var body = await Table.StoreAsync(instance.Partition, message.Content);
        await Table.AddAsync(new TableEntity(instance.Partition, message.RowKey) { ["Body"] = body, ["From"] = message.From });
    }

    /// <summary>Numbers grow with time, and beyond all that were given before.</summary>
    private long NextNumber()
    {
        while (true)
        {
            var last = Interlocked.Read(ref lastNumber);
            var next = Math.Max(last + 1, DateTime.UtcNow.Ticks);
            if (Interlocked.CompareExchange(ref lastNumber, next, last) == last) return next;
        }
    }

    private void NumbersBeginAfter(long number)
    {
        lock (startGate) lastNumber = Math.Max(lastNumber, number);
    }
}
