using System.Globalization;
using Azure.Data.Tables;
using DurableTask.Core;
using DurableTask.Core.History;

namespace Dfm.LocalHost.Durable.Store;

/// <summary>What an instance's row says: its status, its timers, and its history in the properties <c>H000</c>, <c>H001</c>…</summary>
internal static class InstanceRow
{
    public static readonly string[] ArbiterColumns = ["Execution", "Status", "Turn"];
    public static readonly string[] OpenColumns = ["PartitionKey", "RowKey", "Execution", "Status", "Open", "Seen", "Timers"];
    public static readonly string[] StateColumns = ["PartitionKey", "RowKey", "State", "Start"];

    /// <summary>An instance that has not run yet.</summary>
    public static async Task<(TableEntity Row, LoadedState Loaded)> NewAsync(HubTable table, string partition, TaskMessage start, long number)
    {
        var started = (ExecutionStartedEvent)start.Event;
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
        Dictionary<int, long> timers = [];
        if (started.ScheduledStartTime is { } at && at.ToUniversalTime() > DateTime.UtcNow)
            timers[Instance.StartTimer] = at.ToUniversalTime().Ticks;
        var loaded = new LoadedState
        {
            Events = [],
            Records = [],
            Start = await table.StoreAsync(partition, start),
            State = state,
            StoredState = await table.StoreAsync(partition, state.ClearFieldsImmutably(true, false)),
        };
        return (await ToRowAsync(table, partition, loaded, start.OrchestrationInstance.ExecutionId, number, timers), loaded);
    }

    /// <summary>The columns that every turn writes.</summary>
    public static async Task<TableEntity> ToRowAsync(
        HubTable table, string partition, LoadedState loaded, string turn, long seen, Dictionary<int, long> timers) => new(partition, Keys.Instance(partition))
        {
            ["Turn"] = turn,
            ["Execution"] = loaded.State.OrchestrationInstance.ExecutionId,
            ["Status"] = loaded.State.OrchestrationStatus.ToString(),
            ["Open"] = Messages.Live.Contains(loaded.State.OrchestrationStatus),
            ["Created"] = DateTime.SpecifyKind(loaded.State.CreatedTime, DateTimeKind.Utc),
            ["Seen"] = seen,
            ["Timers"] = await table.StoreAsync(partition, timers),
            ["State"] = loaded.StoredState,
            ["Start"] = loaded.Start,
        };

    public static string Record(int number) => string.Create(CultureInfo.InvariantCulture, $"H{number:D3}");

    /// <summary>An instance with its history.</summary>
    public static async Task<LoadedState> LoadAsync(HubTable table, TableEntity row)
    {
        var events = new List<HistoryEvent>();
        var records = row.Where(column => column.Key[0] == 'H').OrderBy(column => column.Key, StringComparer.Ordinal).Select(column => column.Value).ToList();
        foreach (var record in records) events.AddRange(await table.FetchAsync<List<HistoryEvent>>(row.PartitionKey, record));
        return new LoadedState
        {
            ETag = row.ETag,
            Events = events,
            Records = records,
            Start = row["Start"],
            State = await StateAsync(table, row),
            StoredState = row["State"],
        };
    }

    public static async Task<OrchestrationState> StateAsync(HubTable table, TableEntity row)
    {
        var state = await table.FetchAsync<OrchestrationState>(row.PartitionKey, row["State"]);
        state.Input = ((ExecutionStartedEvent)(await table.FetchAsync<TaskMessage>(row.PartitionKey, row["Start"])).Event).Input;
        return state;
    }

    public static async Task<Message> MessageAsync(HubTable table, TableEntity row) => new(await table.FetchAsync<TaskMessage>(row.PartitionKey, row["Body"]))
    {
        Number = Keys.NumberOf(row.RowKey),
        RowKey = row.RowKey,
        From = row.GetString("From"),
        Body = row["Body"],
        IsReady = true,
    };
}
