using Azure;
using Azure.Data.Tables;
using DurableTask.Core;
using DurableTask.Core.History;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Logging;

namespace Dfm.LocalHost.Durable.Store;

/// <summary>The turns of instances, one at a time for each: all that a turn changes is one transaction.</summary>
internal sealed partial class Hub
{
    // A row holds 252 properties and 1 MB: beyond this many records or bytes the history is written anew as one.
    private const int MostRecords = 100;
    private const int MostBytesInRow = 500_000;

    /// <summary>The next instance that has work.</summary>
    public async Task<Turn> NextTurnAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var instance = await turns.Reader.ReadAsync(cancellationToken);
            try
            {
                if (await BeginAsync(instance) is { } turn) return turn;
                Release(instance);
            }
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                LogFailure(e, instance.Id);
                Retry(instance);
            }
        }
    }

    /// <summary>Lets an instance have its next turn.</summary>
    public void Release(Instance instance)
    {
        lock (instance.Gate) instance.IsTaken = false;
        Signal(instance);
    }

    /// <summary>Lets an instance have its turn again a little later.</summary>
    public void Retry(Instance instance) => timers.Add(BackOff(++instance.Failures), () => Release(instance));

    /// <summary>Stores what a turn has brought about, and passes it on.</summary>
    public async Task CommitAsync(
        Turn turn,
        OrchestrationRuntimeState run,
        IList<TaskMessage> scheduled,
        IList<TaskMessage> sent,
        IList<TaskMessage> newTimers,
        OrchestrationState? state)
    {
        var (instance, before) = (turn.Instance, turn.Loaded);
        var id = Guid.NewGuid().ToString("N");
        var isNewRun = !ReferenceEquals(run, turn.OrchestrationRuntimeState);
        var after = before;
        if (state is not null) after = await AfterAsync(instance.Partition, before, run, isNewRun, state);
        var isOpen = Messages.Live.Contains(after.State.OrchestrationStatus);
        var due = isOpen ? DueAfter(turn, after, isNewRun, newTimers) : [];
        var seen = turn.Batch.Where(message => message.RowKey is not null).Select(message => message.Number).Append(instance.Seen).Max();
        var isRewritten = state is not null && (isNewRun || after.Records.Count <= before.Records.Count);
        var row = await InstanceRow.ToRowAsync(Table, instance.Partition, after, id, seen, due);
        if (!isRewritten) row.Remove("Start");
        for (var n = isRewritten ? 0 : before.Records.Count; n < after.Records.Count; n++) row[InstanceRow.Record(n)] = after.Records[n];

        List<TableTransactionAction> actions =
            [new(isRewritten ? TableTransactionActionType.UpdateReplace : TableTransactionActionType.UpdateMerge, row, before.ETag)];
        var pack = new ActivityPack(instance.Id, Keys.Activities + id, scheduled.Count);
        if (scheduled.Count > 0) actions.Add(Add(pack.RowKey, await Table.StoreAsync(instance.Partition, scheduled.ToList())));
        if (sent.Count > 0) actions.Add(Add(Keys.Outbox + id, await Table.StoreAsync(instance.Partition, sent.ToList())));
        foreach (var message in turn.Batch)
        {
            if (message.RowKey is { } taken) actions.Add(HubTable.Deletion(instance.Partition, taken));
        }

        foreach (var (answered, done) in Results(turn))
        {
            var update = new TableEntity(instance.Partition, answered.RowKey) { ["Done"] = StoredJson.Pack(done) };
            actions.Add(done.Count == answered.Count ? HubTable.Deletion(instance.Partition, answered.RowKey)
                : new(TableTransactionActionType.UpdateMerge, update, ETag.All));
        }


        after = after with { ETag = await StoreAsync(instance, id, actions) };
        lock (instance.Gate)
        {
            (instance.Seen, instance.Failures, instance.MayStart, instance.ExecutionId) = (seen, 0, false, after.State.OrchestrationInstance.ExecutionId);
            instance.Remove(turn.Batch.Contains);
            foreach (var (answered, done) in Results(turn))
            {
                answered.Done.UnionWith(done);
                if (done.Count == answered.Count) instance.Packs.Remove(answered.RowKey);
            }

            if (scheduled.Count > 0) instance.Packs[pack.RowKey] = pack;
            if (isNewRun) SetTimers(instance, []);
            SetTimers(instance, due);
        }

        Run(pack, [.. scheduled]);
        if (isOpen)
            Keep(instance, after);
        else
            await EndAsync(instance, after.State);
        if (sent.Count > 0) await DeliverAsync(instance.Partition, Keys.Outbox + id, [.. sent]);
        await CleanAsync(turn, after);

        TableTransactionAction Add(string key, object body) =>
            new(TableTransactionActionType.Add, new TableEntity(instance.Partition, key) { ["Body"] = body, ["Done"] = StoredJson.Pack(new List<int>()) });
    }

    private static Dictionary<int, long> DueAfter(Turn turn, LoadedState after, bool isNewRun, IList<TaskMessage> newTimers)
    {
        Dictionary<int, long> due = isNewRun ? [] : turn.Instance.Timers.ToDictionary(one => one.Key, one => one.Value.Due.Ticks);
        due.Remove(Instance.StartTimer);
        foreach (var message in turn.Batch) due.Remove(message.TimerId ?? Instance.StartTimer);
        foreach (var timer in newTimers.Where(one => one.OrchestrationInstance.ExecutionId == after.State.OrchestrationInstance.ExecutionId))
        {
            var fired = (TimerFiredEvent)timer.Event;
            due[fired.TimerId] = fired.FireAt.ToUniversalTime().Ticks;
        }

        return due;
    }

    // The packs whose activities' results a turn has taken, with all that have been answered then.
    private static IEnumerable<(ActivityPack Pack, List<int> Done)> Results(Turn turn) => turn.Batch.Where(message => message.Pack is not null)
        .GroupBy(message => message.Pack!, message => message.Index)
        .Select(results => (results.Key, results.Key.Done.Union(results).ToList()));

    private async Task<Turn?> BeginAsync(Instance instance)
    {
        if (instance is { IsInDoubt: true, IsGone: false }) await RereadAsync(instance);
        if (instance.IsGone) return null;
        if (!states.TryGetValue(instance, out LoadedState? loaded) || loaded is null)
        {
            if (await Table.ReadAsync(instance.Partition) is not { } row || row.GetString("Execution") != instance.ExecutionId)
            {
                instance.IsInDoubt = true;
                return null;
            }

            Keep(instance, loaded = await InstanceRow.LoadAsync(Table, row));
        }

        List<Message> batch;
        lock (instance.Gate) batch = instance.HasWork ? instance.Batch() : [];
        List<TaskMessage> messages = [.. batch.Select(message => message.Content)];
        if (loaded.Events.Count == 0 && (instance.MayStart || batch.Count > 0))
            messages.Insert(0, await Table.FetchAsync<TaskMessage>(instance.Partition, loaded.Start));
        return messages.Count == 0 ? null : new Turn(instance, loaded, batch, messages);
    }

    private async Task<LoadedState> AfterAsync(
        string partition, LoadedState before, OrchestrationRuntimeState run, bool isNewRun, OrchestrationState state)
    {
        var record = await Table.StoreAsync(partition, run.NewEvents.ToList());
        var after = before with
        {
            Events = [.. run.Events],
            Records = isNewRun ? [record] : [.. before.Records, record],
            State = state,
            StoredState = await Table.StoreAsync(partition, state.ClearFieldsImmutably(true, false)),
        };
        if (isNewRun)
        {
            var start = new TaskMessage { Event = run.ExecutionStartedEvent, OrchestrationInstance = run.OrchestrationInstance };
            after = after with { Start = await Table.StoreAsync(partition, start) };
        }

        var bytes = after.Records.OfType<byte[]>().Sum(one => (long)one.Length);
        return after.Records.Count < MostRecords && bytes < MostBytesInRow ? after
            : after with { Records = [await Table.StoreAsync(partition, run.Events.ToList())] };
    }

    private async Task<ETag> StoreAsync(Instance instance, string turn, List<TableTransactionAction> actions)
    {
        try
        {
            return await Table.CommitAsync(actions);
        }
        catch (Exception) when (!stopping.IsCancellationRequested)
        {
            // Only the answer may have been lost. If not, or if an earlier attempt has come late, the table is looked at before the next turn.
            lock (instance.Gate) instance.IsInDoubt = true;
            if (await Table.ReadAsync(instance.Partition, InstanceRow.ArbiterColumns) is not { } row || row.GetString("Turn") != turn) throw;
            lock (instance.Gate) instance.IsInDoubt = false;
            return row.ETag;
        }
    }

    private async Task EndAsync(Instance instance, OrchestrationState state)
    {
        Remove(instance);
        if (waiters.TryRemove(instance.Id, out var waiter)) waiter.SetResult(state);
        foreach (var message in instance.All().Where(message => message.Pack is not null)) await PersistAsync(() => DropAsync(message.Pack!, message.Index));
        var rows = instance.All().Where(message => message is { RowKey: not null, IsReady: true }).Select(message => message.RowKey!);
        await PersistAsync(() => Table.DeleteAsync(instance.Partition, rows));
    }

    // What the turn has replaced or taken and had rows of its own. If this fails they stay until the instance is purged.
    private async Task CleanAsync(Turn turn, LoadedState after)
    {
        var old = turn.Loaded.Records.Except(after.Records).Append(turn.Loaded.StoredState).Append(turn.Loaded.Start)
            .Except([after.StoredState, after.Start]).Concat(turn.Batch.Select(message => message.Body)).SelectMany(HubTable.KeysOf).ToList();
        try
        {
            await Table.DeleteAsync(turn.Instance.Partition, old);
        }
        catch (Exception e) when (e is RequestFailedException or AggregateException or TaskCanceledException)
        {
            LogStorage(e.GetType().Name);
        }
    }

    [LoggerMessage(LogLevel.Error, "A turn of {InstanceId} cannot begin")]
    private partial void LogFailure(Exception fault, string instanceId);
}
