using System.Threading.Channels;
using Azure.Data.Tables;
using DurableTask.Core;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Logging;

namespace Dfm.LocalHost.Durable.Store;

/// <summary>
/// The task hub in memory: the instances that have not ended and what waits to be worked on. One process owns a hub, so nothing polls
/// or is leased; what has to survive is stored first. Whatever goes wrong, the instance is read again before its next turn and goes on
/// from what is stored.
/// </summary>
internal sealed partial class Hub : IOrchestrationService, IDisposable
{
    // Of instances' histories; one takes more than its compressed JSON in the table, and never nothing.
    private const long MostBytesInMemory = 64 << 20;
    private const int BytesInMemoryPerByte = 20;

    // Rows that nothing names are those of a turn that failed, once its requests have ended for certain.
    private static readonly TimeSpan LongestRequest = TimeSpan.FromMinutes(10);

    private readonly Lock gate = new();
    private readonly Dictionary<string, Instance> instances = [];
    private readonly Channel<Instance> turns = Channel.CreateUnbounded<Instance>();
    private readonly Channel<ActivityWork> activities = Channel.CreateUnbounded<ActivityWork>();
    private readonly MemoryCache snapshots = new(new MemoryCacheOptions { SizeLimit = MostBytesInMemory });
    private readonly CancellationTokenSource stopping = new();
    private readonly ILogger logger;
    private Task? started;
    private long lastNumber;

    public Hub(TableClient table, int mostTurns, int mostActivities, ILogger logger)
    {
        (MaxConcurrentTaskOrchestrationWorkItems, MaxConcurrentTaskActivityWorkItems, this.logger) = (mostTurns, mostActivities, logger);
        Table = new HubTable(table, stopping.Token);
    }

    public HubTable Table { get; }

    public int MaxConcurrentTaskOrchestrationWorkItems { get; }
    public int MaxConcurrentTaskActivityWorkItems { get; }
    // Several, since each reads the state of an instance that is not in memory.
    public int TaskOrchestrationDispatcherCount => 4;
    public int TaskActivityDispatcherCount => 1;
    public BehaviorOnContinueAsNew EventBehaviourForContinueAsNew => BehaviorOnContinueAsNew.Carryover;

    public Task StartAsync() => ReadyAsync();
    public Task StopAsync() => Task.CompletedTask;
    public Task StopAsync(bool isForced) => Task.CompletedTask;
    public Task CreateAsync() => Table.CreateAsync();
    public Task CreateAsync(bool recreateInstanceStore) => Table.CreateAsync();
    public Task CreateIfNotExistsAsync() => Table.CreateAsync();
    public Task DeleteAsync() => throw new NotSupportedException("The task hub goes with its storage account.");
    public Task DeleteAsync(bool deleteInstanceStore) => DeleteAsync();
    public bool IsMaxMessageCountExceeded(int currentMessageCount, OrchestrationRuntimeState runtimeState) => false;
    public int GetDelayInSecondsAfterOnFetchException(Exception exception) => 1;
    public Task RenewTaskOrchestrationWorkItemLockAsync(TaskOrchestrationWorkItem workItem) => Task.CompletedTask;
    public Task<TaskActivityWorkItem> RenewTaskActivityWorkItemLockAsync(TaskActivityWorkItem workItem) => Task.FromResult(workItem);

    // A failed work item waits by itself: others go on.
    public int GetDelayInSecondsAfterOnProcessException(Exception exception)
    {
        LogFailure(exception);
        return 0;
    }

    /// <summary>Becomes complete when all that was left in the table has been taken up.</summary>
    public Task ReadyAsync()
    {
        lock (gate) return started is null or { IsFaulted: true } ? started = TakeUpAsync() : started;
    }

    /// <summary>Breaks off all that runs, as the end of the process would.</summary>
    public void Dispose()
    {
        stopping.Cancel();
        lock (gate)
        {
            foreach (var instance in instances.Values) instance.Alarm.Dispose();
        }

        snapshots.Dispose();
    }

    private static async Task<T?> NextAsync<T>(Channel<T> channel, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await channel.Reader.ReadAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>Does something after a pause that grows with the failures in a row.</summary>
    private async Task LaterAsync(int failures, Action action)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(Math.Min(5000, 50 * Math.Pow(2, Math.Min(failures, 10)))), stopping.Token);
        action();
    }

    private void Release(Instance instance)
    {
        lock (gate)
        {
            instance.IsTaken = false;
            Queue(instance);
        }
    }

    /// <summary>Lets an instance that something went wrong with go on a little later, from what is stored.</summary>
    private void Retry(Instance instance)
    {
        (instance.IsInDoubt, instance.HasNews) = (true, true);
        _ = LaterAsync(++instance.Failures, () => Release(instance));
    }

    private Instance? Find(string instanceId)
    {
        lock (gate) return instances.GetValueOrDefault(instanceId);
    }

    private void Remove(Instance instance)
    {
        lock (gate)
        {
            instance.Alarm.Dispose();
            if (instances.GetValueOrDefault(instance.Id) == instance) instances.Remove(instance.Id);
            instance.Gone.TrySetResult();
        }

        snapshots.Remove(instance);
        Release(instance.Sent);
    }

    private void Keep(Instance instance, Snapshot stored) => snapshots.Set(
        instance, stored, new MemoryCacheEntryOptions { Size = Math.Max(32_768, stored.Size * BytesInMemoryPerByte) });

    /// <summary>Has an instance looked at: something has come.</summary>
    private void Signal(Instance instance)
    {
        lock (gate)
        {
            instance.HasNews = true;
            Queue(instance);
        }
    }

    private void Queue(Instance instance)
    {
        if (instance.IsTaken || !instance.HasNews || instance.Gone.Task.IsCompleted) return;
        instance.IsTaken = true;
        turns.Writer.TryWrite(instance);
    }

    /// <summary>Numbers grow with time, and beyond all that were given before.</summary>
    private long NextNumber()
    {
        lock (gate) return lastNumber = Math.Max(lastNumber + 1, DateTime.UtcNow.Ticks);
    }

    [LoggerMessage(LogLevel.Error, "A work item of the durable engine has failed and is tried again")]
    private partial void LogFailure(Exception fault);
}
