using System.Threading.Channels;
using Azure;
using Azure.Data.Tables;
using DurableTask.Core;
using DurableTask.Core.Exceptions;
using DurableTask.Core.History;
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

    /// <summary>Stores a new instance and has it run.</summary>
    /// <exception cref="OrchestrationAlreadyExistsException">Another has the id and one of the refused statuses.</exception>
    public async Task StartAsync(TaskMessage start, OrchestrationStatus[] refused)
    {
        await ReadyAsync();
        Signal(await InsertAsync(start, refused));
    }

    /// <summary>Stores a message from outside; one to an instance that does not exist or has ended is dropped.</summary>
    public async Task SendAsync(TaskMessage content)
    {
        await ReadyAsync();
        if (Receive(content, null) is not var (instance, message)) return;
        try
        {
            await WriteAsync(instance, message);
            message.IsReady = true;
        }
        catch
        {
            lock (gate) instance.Inbox.Remove(message);
            instance.IsInDoubt = true;
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
        if (Find(instanceId) is { IsInDoubt: false } instance && snapshots.TryGetValue(instance, out Snapshot? stored))
        {
            // The extension's client changes what it gets before it raises an event.
            var state = stored!.State.ClearFieldsImmutably(false, false);
            state.OrchestrationInstance = new() { InstanceId = instanceId, ExecutionId = state.OrchestrationInstance.ExecutionId };
            return state;
        }

        var row = await Table.ReadAsync(Keys.Partition(instanceId), Snapshot.StateColumns);
        return row is null ? null : await Snapshot.StateAsync(Table, row);
    }

    /// <summary>Waits while there is an instance that has not ended.</summary>
    public async Task EndAsync(string instanceId, TimeSpan timeout, CancellationToken cancellationToken)
    {
        await ReadyAsync();
        while (Find(instanceId) is { } instance) await instance.Gone.Task.WaitAsync(timeout, cancellationToken);
    }

    /// <summary>Deletes all of an instance; false if there was none.</summary>
    public async Task<bool> PurgeAsync(string instanceId)
    {
        await ReadyAsync();
        var rows = await Table.RowsAsync(TableClient.CreateQueryFilter($"PartitionKey eq {Keys.Partition(instanceId)}"), "PartitionKey", "RowKey");
        if (Find(instanceId) is { } instance) Remove(instance);
        // Its own row last, so that what is left of a purge that was broken off can be purged.
        await Table.DeleteAsync(Keys.Partition(instanceId), rows.Select(row => row.RowKey).Reverse());
        return rows is [var first, ..] && first.RowKey == Keys.Instance(first.PartitionKey);
    }

    /// <summary>The next instance that has work; null when the engine stops.</summary>
    public async Task<TaskOrchestrationWorkItem?> LockNextTaskOrchestrationWorkItemAsync(TimeSpan receiveTimeout, CancellationToken cancellationToken)
    {
        while (await NextAsync(turns, cancellationToken) is { } instance)
        {
            try
            {
                if (await BeginAsync(instance) is { } turn) return turn;
                Release(instance);
            }
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                LogFailure(e);
                Retry(instance);
            }
        }

        return null;
    }

    /// <summary>Stores what a turn has brought about, and has it happen.</summary>
    public async Task CompleteTaskOrchestrationWorkItemAsync(
        TaskOrchestrationWorkItem workItem,
        OrchestrationRuntimeState run,
        IList<TaskMessage> scheduled,
        IList<TaskMessage> sent,
        IList<TaskMessage> newTimers,
        TaskMessage? continuedAsNew,
        OrchestrationState? state)
    {
        var turn = (Turn)workItem;
        var (instance, before) = (turn.Instance, turn.Before);
        // The engine may leave inputs out of the history, from which activities are taken up again.
        foreach (var one in run.NewEvents.OfType<TaskScheduledEvent>())
            one.Input ??= (scheduled.FirstOrDefault(message => message.Event.EventId == one.EventId)?.Event as TaskScheduledEvent)?.Input;
        var rows = turn.Batch.Where(message => message.RowKey is not null).ToList();
        var seen = rows is [.., var last] ? last.Number : before.Row.GetInt64("Seen")!.Value;
        var isNewRun = !ReferenceEquals(run, turn.OrchestrationRuntimeState);
        var after = await before.AfterAsync(Table, run, state ?? before.State, isNewRun, sent, seen);
        await Table.UpdateAsync(before.Row, after.Row, rows.Select(message => message.RowKey!));
        lock (gate)
        {
            instance.Failures = 0;
            instance.Inbox.RemoveAll(turn.Batch.Contains);
            instance.HasNews |= instance.Inbox is [{ IsReady: true }, ..];
            if (!after.IsLive) rows.AddRange(instance.Inbox.Where(message => message is { RowKey: not null, IsReady: true }));
        }

        var old = rows.Where(message => !turn.Batch.Contains(message)).Select(message => message.RowKey!)
            .Concat(rows.SelectMany(message => HubTable.KeysOf(message.Body)))
            .Concat(HubTable.PayloadsOf(before.Row).Except(HubTable.PayloadsOf(after.Row)));
        await Table.DeleteAsync(instance.Partition, old.ToList());
        await SettleAsync(instance, after);
    }

    public Task AbandonTaskOrchestrationWorkItemAsync(TaskOrchestrationWorkItem workItem)
    {
        ((Turn)workItem).HasFailed = true;
        return Task.CompletedTask;
    }

    public Task ReleaseTaskOrchestrationWorkItemAsync(TaskOrchestrationWorkItem workItem)
    {
        var turn = (Turn)workItem;
        if (turn.HasFailed)
            Retry(turn.Instance);
        else
            Release(turn.Instance);
        return Task.CompletedTask;
    }

    public async Task<TaskActivityWorkItem?> LockNextTaskActivityWorkItem(TimeSpan receiveTimeout, CancellationToken cancellationToken) =>
        await NextAsync(activities, cancellationToken);

    /// <summary>Takes the result of an activity; the turn that consumes it stores it, and until then the activity may run again.</summary>
    public Task CompleteTaskActivityWorkItemAsync(TaskActivityWorkItem workItem, TaskMessage responseMessage)
    {
        var work = (ActivityWork)workItem;
        lock (gate)
        {
            // Nobody waits for it when its orchestration has ended or has begun anew.
            if (Find(work.TaskMessage.OrchestrationInstance.InstanceId) is not { } instance || !instance.Tasks.ContainsValue(work)) return Task.CompletedTask;
            instance.Inbox.Add(new Message(responseMessage) { Number = NextNumber(), Work = work, IsReady = true });
            Signal(instance);
        }

        return Task.CompletedTask;
    }

    public Task AbandonTaskActivityWorkItemAsync(TaskActivityWorkItem workItem)
    {
        var work = (ActivityWork)workItem;
        _ = LaterAsync(++work.Failures, () => activities.Writer.TryWrite(work));
        return Task.CompletedTask;
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

    private async Task TakeUpAsync()
    {
        // Of an attempt that failed.
        foreach (var former in instances.Values.ToList()) Remove(former);
        await Table.CreateAsync();
        var open = Table.RowsAsync($"{Keys.Instances} and Open eq true", "PartitionKey", "Seen", "Wake", "Outbox");
        var messages = (await Table.RowsAsync(Keys.Messages)).ToLookup(row => row.PartitionKey);
        List<Instance> senders = [];
        foreach (var row in await open)
        {
            var instance = new Instance(Keys.InstanceId(row.PartitionKey), Signal);
            lock (gate) instances[instance.Id] = instance;
            await TakeUpAsync(instance, row, messages[row.PartitionKey]);
            instance.WakeAt(row.GetInt64("Wake")!.Value);
            if (instance.Inbox.Count > 0) Signal(instance);
            if (row["Outbox"] is not "") senders.Add(instance);
        }

        // Before any of the receivers has a turn: what of it is stored already must not be taken before it has left the outbox.
        foreach (var sender in senders) await StoredAsync(sender);
    }

    /// <summary>Takes up the stored messages of an instance; those that a turn has taken already are late repetitions of requests.</summary>
    private async Task TakeUpAsync(Instance instance, TableEntity row, IEnumerable<TableEntity> stored)
    {
        var seen = row.GetInt64("Seen")!.Value;
        var isTaken = stored.ToLookup(one => Keys.NumberOf(one.RowKey) <= seen);
        await Table.DeleteAsync(instance.Partition, isTaken[true].SelectMany(one => HubTable.PayloadsOf(one).Append(one.RowKey)));
        List<Message> messages = [];
        foreach (var one in isTaken[false])
        {
            var content = await Table.FetchAsync<TaskMessage>(instance.Partition, one["Body"]);
            var (number, from) = (Keys.NumberOf(one.RowKey), one.GetString("From"));
            messages.Add(new Message(content) { Number = number, RowKey = one.RowKey, From = from, Body = one["Body"], IsReady = true });
        }

        lock (gate)
        {
            lastNumber = Math.Max(lastNumber, messages.Select(message => message.Number).Append(seen).Max());
            instance.Inbox.RemoveAll(message => message.RowKey is not null && message.Number <= seen);
            instance.Inbox.AddRange(messages.Where(message => !instance.Inbox.Exists(one => one.RowKey == message.RowKey)));
            instance.Inbox.Sort((a, b) => a.Number.CompareTo(b.Number));
        }
    }

    /// <summary>What is stored of an instance, from memory if it is certain; null if it has ended.</summary>
    private async Task<Snapshot?> StoredAsync(Instance instance)
    {
        if (instance.Gone.Task.IsCompleted) return null;
        if (!instance.IsInDoubt && snapshots.TryGetValue(instance, out Snapshot? known)) return known;
        var row = instance.IsInDoubt ? await RereadAsync(instance) : await Table.ReadAsync(instance.Partition);
        if (row?.GetBoolean("Open") == true) return await SettleAsync(instance, await Snapshot.LoadAsync(Table, row));
        Remove(instance);
        return null;
    }

    /// <summary>Makes the inbox what the table holds, and deletes rows that failed turns have left.</summary>
    private async Task<TableEntity?> RereadAsync(Instance instance)
    {
        instance.IsInDoubt = false;
        var rows = await Table.RowsAsync(TableClient.CreateQueryFilter($"PartitionKey eq {instance.Partition}"));
        if (rows.Find(one => one.RowKey == Keys.Instance(instance.Partition)) is not { } row) return null;
        await TakeUpAsync(instance, row, rows.Where(one => one.RowKey.StartsWith("m-", StringComparison.Ordinal)));
        var before = DateTimeOffset.UtcNow - LongestRequest;
        var old = rows.Where(one => one.RowKey.StartsWith(Keys.Payload, StringComparison.Ordinal) && one.Timestamp < before);
        await Table.DeleteAsync(instance.Partition, old.Select(one => one.RowKey).Except(rows.SelectMany(HubTable.PayloadsOf)).ToList());
        return row;
    }

    private async Task<Turn?> BeginAsync(Instance instance)
    {
        instance.HasNews = false;
        if (await StoredAsync(instance) is not { } stored) return null;
        List<Message> batch;
        lock (gate) batch = instance.Batch();
        List<TaskMessage> messages = [.. batch.Select(message => message.Content)];
        var now = DateTime.UtcNow;
        if (stored.Events.Count == 0)
        {
            // What arrives waits for a scheduled start, but for the end.
            if (stored.Due > now.Ticks && !messages.Exists(message => message.Event is ExecutionTerminatedEvent)) return null;
            messages.Insert(0, await Table.FetchAsync<TaskMessage>(instance.Partition, stored.Row["Start"]));
        }

        var due = stored.Outstanding.Values.OfType<TimerCreatedEvent>().Where(timer => timer.FireAt.ToUniversalTime() <= now).OrderBy(timer => timer.FireAt);
        messages.AddRange(due.Select(timer => new TaskMessage
        {
            OrchestrationInstance = stored.State.OrchestrationInstance,
            Event = new TimerFiredEvent(-1) { TimerId = timer.EventId, FireAt = timer.FireAt },
        }));
        return messages.Count == 0 ? null : new Turn(instance, stored, batch, messages);
    }

    /// <summary>Has happen what an instance has asked for: activities, timers, messages to others, its end.</summary>
    private async Task<Snapshot?> SettleAsync(Instance instance, Snapshot stored)
    {
        RunActivities(instance, stored);
        if (stored.HasOutbox) stored = await DeliverAsync(instance, stored);
        Release(instance.Sent);
        if (!stored.IsLive)
        {
            Remove(instance);
            return null;
        }

        instance.WakeAt(stored.Due);
        Keep(instance, stored);
        return stored;
    }

    private void RunActivities(Instance instance, Snapshot stored)
    {
        var run = stored.State.OrchestrationInstance;
        lock (gate)
        {
            foreach (var (id, work) in instance.Tasks)
            {
                if (!stored.Outstanding.ContainsKey(id) || work.TaskMessage.OrchestrationInstance.ExecutionId != run.ExecutionId) instance.Tasks.Remove(id);
            }

            instance.Inbox.RemoveAll(message => message.Work is { } work && !instance.Tasks.ContainsValue(work));
            foreach (var scheduled in stored.Outstanding.Values.OfType<TaskScheduledEvent>().Where(one => !instance.Tasks.ContainsKey(one.EventId)))
            {
                var work = new ActivityWork(new TaskMessage { OrchestrationInstance = run, Event = scheduled });
                instance.Tasks.Add(scheduled.EventId, work);
                activities.Writer.TryWrite(work);
            }
        }
    }

    /// <summary>Delivers what a turn has sent: all is stored before any of it is taken, so that repetitions are recognised.</summary>
    private async Task<Snapshot> DeliverAsync(Instance sender, Snapshot stored)
    {
        var contents = await Table.FetchAsync<List<TaskMessage>>(sender.Partition, stored.Row["Outbox"]);
        for (var n = 0; n < contents.Count; n++)
        {
            var content = contents[n];
            if (content.Event is ExecutionStartedEvent start)
            {
                try
                {
                    sender.Sent.Add((await InsertAsync(content, Snapshot.Live), null));
                    continue;
                }
                catch (OrchestrationAlreadyExistsException e) when (start.ParentInstance is { } parent)
                {
                    var reason = new FailureDetails(nameof(OrchestrationAlreadyExistsException), e.Message, null, null, true);
                    var refusal = new SubOrchestrationInstanceFailedEvent(-1, parent.TaskScheduleId, e.Message, null, reason);
                    content = new TaskMessage { OrchestrationInstance = parent.OrchestrationInstance, Event = refusal };
                }
            }

            if (Receive(content, $"{stored.Row["Turn"]}/{n}") is not var (receiver, message)) continue;
            await WriteAsync(receiver, message);
            sender.Sent.Add((receiver, message));
        }

        var after = stored.Delivered();
        await Table.UpdateAsync(stored.Row, after.Row, []);
        await Table.DeleteAsync(sender.Partition, HubTable.KeysOf(stored.Row["Outbox"]));
        return after;
    }

    /// <summary>Lets what an instance has sent be taken.</summary>
    private void Release(List<(Instance Receiver, Message? Message)> sent)
    {
        lock (gate)
        {
            foreach (var (receiver, message) in sent)
            {
                message?.IsReady = true;
                Signal(receiver);
            }

            sent.Clear();
        }
    }

    private async Task<Instance> InsertAsync(TaskMessage start, OrchestrationStatus[] refused)
    {
        var id = start.OrchestrationInstance.InstanceId;
        try
        {
            var stored = await Snapshot.NewAsync(Table, start, NextNumber());
            while (!await Table.AddAsync(stored.Row))
            {
                if (await Table.ReadAsync(stored.Row.PartitionKey) is not { } other) continue;
                // Stored by an earlier attempt, whose answer was lost.
                if (other.GetString("Origin") == stored.Row.GetString("Origin")) return LookUp(id);
                var status = Enum.Parse<OrchestrationStatus>(other.GetString("Status"));
                if (refused.Contains(status))
                    throw new OrchestrationAlreadyExistsException($"An instance with the ID '{id}' and the status {status} already exists.");
                if (other["Outbox"] is not "")
                    await Task.Delay(20, stopping.Token);
                else if (await ReplaceAsync(other, stored))
                    break;
            }

            lock (gate)
            {
                if (instances.TryGetValue(id, out var known)) Remove(known);
                var instance = instances[id] = new Instance(id, Signal);
                Keep(instance, stored);
                instance.WakeAt(stored.Due);
                return instance;
            }
        }
        catch
        {
            LookUp(id);
            throw;
        }
    }

    /// <summary>Puts a new instance in the place of another; false if that was changed meanwhile.</summary>
    private async Task<bool> ReplaceAsync(TableEntity other, Snapshot stored)
    {
        if (Find(Keys.InstanceId(other.PartitionKey)) is { } former) Remove(former);
        try
        {
            await Table.UpdateAsync(other, stored.Row, []);
            await Table.DeleteAsync(other.PartitionKey, HubTable.PayloadsOf(other));
            return true;
        }
        catch (RequestFailedException e) when (e.Status is 404 or 412)
        {
            return false;
        }
    }

    /// <summary>The instance in memory; one that is not there may have been stored by a failed request: the table tells.</summary>
    private Instance LookUp(string id)
    {
        lock (gate)
        {
            if (instances.TryGetValue(id, out var known)) return known;
            var instance = instances[id] = new Instance(id, Signal) { IsInDoubt = true };
            Signal(instance);
            return instance;
        }
    }

    private (Instance Instance, Message Message)? Receive(TaskMessage content, string? from)
    {
        lock (gate)
        {
            if (!instances.TryGetValue(content.OrchestrationInstance.InstanceId, out var instance)) return null;
            if (from is not null && instance.Inbox.Find(one => one.From == from) is { } known) return (instance, known);
            var number = NextNumber();
            var message = new Message(content) { Number = number, RowKey = Keys.Message(number), From = from };
            instance.Inbox.Add(message);
            return (instance, message);
        }
    }

    // Keys are unique: a row that is there already is from an earlier attempt.
    private async Task WriteAsync(Instance instance, Message message)
    {
        message.Body ??= await Table.StoreAsync(instance.Partition, message.Content);
        await Table.AddAsync(new TableEntity(instance.Partition, message.RowKey) { ["Body"] = message.Body, ["From"] = message.From });
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
