using System.Globalization;
using Azure.Data.Tables;
using DurableTask.Core;
using DurableTask.Core.History;

namespace Dfm.LocalHost.Durable.Store;

/// <summary>An instance as it is stored.</summary>
/// <param name="Row">
/// Its row: <c>Start</c>, the message that started the run; <c>State</c>, without its input; the history in <c>H000</c>, <c>H001</c>…;
/// <c>Outbox</c>, what the last turn has sent and is not delivered; <c>Seen</c>, the number of the last message that a turn has taken;
/// <c>Wake</c>, when a process that starts has to look at it, in ticks.
/// </param>
/// <param name="Events">Its history.</param>
/// <param name="State">Its state.</param>
internal sealed record Snapshot(TableEntity Row, IReadOnlyList<HistoryEvent> Events, OrchestrationState State)
{
    // A row holds 252 properties and 1 MB: beyond this many records or bytes the history is written anew as one.
    private const int MostRecords = 100;
    private const int MostBytesInRow = 500_000;

    /// <summary>The statuses of instances that have not ended.</summary>
    public static readonly OrchestrationStatus[] Live =
    [
        OrchestrationStatus.Running, OrchestrationStatus.Pending, OrchestrationStatus.Suspended, OrchestrationStatus.ContinuedAsNew,
    ];

    public static readonly string[] StateColumns = ["PartitionKey", "RowKey", "State", "Start"];

    public bool IsLive => Live.Contains(State.OrchestrationStatus);

    public bool HasOutbox => Row["Outbox"] is not "";

    /// <summary>The activities and timers that have no answer yet.</summary>
    public Dictionary<int, HistoryEvent> Outstanding { get; } = OutstandingOf(Events);

    /// <summary>When the first timer is due, or the start of an instance that has not run yet, in ticks.</summary>
    public long Due => Events.Count == 0
        ? State.ScheduledStartTime?.ToUniversalTime().Ticks ?? 0
        : Outstanding.Values.OfType<TimerCreatedEvent>().Select(timer => timer.FireAt.ToUniversalTime().Ticks).DefaultIfEmpty(long.MaxValue).Min();

    /// <summary>Bytes in the table, roughly.</summary>
    public long Size => Row.Sum(one => one.Value is byte[] bytes ? bytes.Length : HubTable.KeysOf(one.Value).Count() * 600_000L);

    /// <summary>An instance that has not run yet.</summary>
    public static async Task<Snapshot> NewAsync(HubTable table, TaskMessage start, long number)
    {
        var started = (ExecutionStartedEvent)start.Event;
        var partition = Keys.Partition(start.OrchestrationInstance.InstanceId);
        var state = new OrchestrationState
        {
            OrchestrationInstance = start.OrchestrationInstance,
            ParentInstance = started.ParentInstance,
            Name = started.Name,
            Version = started.Version,
            Tags = started.Tags,
            Input = started.Input,
            OrchestrationStatus = OrchestrationStatus.Pending,
            CreatedTime = started.Timestamp,
            LastUpdatedTime = DateTime.UtcNow,
            ScheduledStartTime = started.ScheduledStartTime,
        };
        var row = new TableEntity(partition, Keys.Instance(partition))
        {
            ["Origin"] = start.OrchestrationInstance.ExecutionId,
            ["Created"] = DateTime.SpecifyKind(started.Timestamp, DateTimeKind.Utc),
            ["Start"] = await table.StoreAsync(partition, start),
        };
        var stored = new Snapshot(row, [], state);
        await stored.DescribeAsync(table, number, []);
        return stored;
    }

    public static async Task<Snapshot> LoadAsync(HubTable table, TableEntity row)
    {
        var events = new List<HistoryEvent>();
        foreach (var key in Records(row)) events.AddRange(await table.FetchAsync<List<HistoryEvent>>(row.PartitionKey, row[key]));
        return new Snapshot(row, events, await StateAsync(table, row));
    }

    public static async Task<OrchestrationState> StateAsync(HubTable table, TableEntity row)
    {
        var state = await table.FetchAsync<OrchestrationState>(row.PartitionKey, row["State"]);
        state.Input = ((ExecutionStartedEvent)(await table.FetchAsync<TaskMessage>(row.PartitionKey, row["Start"])).Event).Input;
        return state;
    }

    /// <summary>The instance after a turn.</summary>
    public async Task<Snapshot> AfterAsync(
        HubTable table, OrchestrationRuntimeState run, OrchestrationState state, bool isNewRun, IList<TaskMessage> sent, long seen)
    {
        var after = new Snapshot(new TableEntity(Row), [.. run.Events], state);
        var records = Records(Row);
        var isRewritten = isNewRun || records.Count >= MostRecords || records.Sum(key => Row[key] is byte[] bytes ? (long)bytes.Length : 0) >= MostBytesInRow;
        foreach (var key in isRewritten ? records : []) after.Row.Remove(key);
        after.Row[string.Create(CultureInfo.InvariantCulture, $"H{(isRewritten ? 0 : records.Count):D3}")] =
            await table.StoreAsync(Row.PartitionKey, (isRewritten ? run.Events : run.NewEvents).ToList());
        if (isNewRun)
        {
            var start = new TaskMessage { Event = run.ExecutionStartedEvent, OrchestrationInstance = run.OrchestrationInstance };
            after.Row["Start"] = await table.StoreAsync(Row.PartitionKey, start);
        }

        await after.DescribeAsync(table, seen, sent);
        return after;
    }

    /// <summary>The instance when what its last turn has sent is delivered.</summary>
    public Snapshot Delivered()
    {
        var after = this with { Row = new TableEntity(Row) };
        after.SetOutbox("");
        return after;
    }

    private async Task DescribeAsync(HubTable table, long seen, IList<TaskMessage> sent)
    {
        Row["Turn"] = Guid.NewGuid().ToString("N");
        Row["Status"] = State.OrchestrationStatus.ToString();
        Row["Seen"] = seen;
        Row["State"] = await table.StoreAsync(Row.PartitionKey, State.ClearFieldsImmutably(true, false));
        SetOutbox(sent.Count == 0 ? "" : await table.StoreAsync(Row.PartitionKey, sent.ToList()));
    }

    private void SetOutbox(object outbox)
    {
        Row["Outbox"] = outbox;
        Row["Open"] = IsLive || HasOutbox;
        Row["Wake"] = HasOutbox || Outstanding.Values.Any(one => one is TaskScheduledEvent) ? 0 : Due;
    }

    private static List<string> Records(TableEntity row) => [.. row.Keys.Where(key => key[0] == 'H').Order(StringComparer.Ordinal)];

    private static Dictionary<int, HistoryEvent> OutstandingOf(IEnumerable<HistoryEvent> events)
    {
        var outstanding = new Dictionary<int, HistoryEvent>();
        foreach (var one in events)
        {
            if (one is TaskScheduledEvent or TimerCreatedEvent) outstanding[one.EventId] = one;
            var answered = one switch
            {
                TaskCompletedEvent done => done.TaskScheduledId,
                TaskFailedEvent failed => failed.TaskScheduledId,
                TimerFiredEvent fired => fired.TimerId,
                _ => -1,
            };
            outstanding.Remove(answered);
        }

        return outstanding;
    }
}
