using Azure;
using DurableTask.Core;
using DurableTask.Core.History;

namespace Dfm.LocalHost.Durable.Store;

/// <summary>An instance that has not ended, as the process knows it. All of it is guarded by <see cref="Gate"/>.</summary>
internal sealed class Instance(string id)
{
    // With the instance's row, new rows and those of this many messages a turn stays within one transaction.
    private const int MostRowsInTurn = HubTable.MostOperations - 10;

    /// <summary>Stands among the timers for the scheduled start.</summary>
    public const int StartTimer = -1;

    private readonly List<Message> inbox = [];

    public Lock Gate { get; } = new();

    public string Id => id;

    public string Partition { get; } = Keys.Partition(id);

    public required string ExecutionId { get; set; }

    /// <summary>The number of the last stored message that a turn has taken: rows up to it are late repetitions.</summary>
    public long Seen { get; set; }

    /// <summary>The timers that have not been taken by a turn.</summary>
    public Dictionary<int, DueTimers.Entry> Timers { get; } = [];

    /// <summary>The activities that have not all been answered.</summary>
    public Dictionary<string, ActivityPack> Packs { get; } = [];

    /// <summary>The orchestrator has not run yet and may do so.</summary>
    public bool MayStart { get; set; }

    /// <summary>It stands in the queue or has a turn.</summary>
    public bool IsTaken { get; set; }

    /// <summary>What is stored may differ from what is in memory: a request went wrong.</summary>
    public bool IsInDoubt { get; set; }

    /// <summary>It has ended, was purged, or another has taken its id.</summary>
    public bool IsGone { get; set; }

    /// <summary>Turns that went wrong, one after the other.</summary>
    public int Failures { get; set; }

    public bool HasWork => IsInDoubt || MayStart || (inbox is [{ IsReady: true }, ..] && (!Timers.ContainsKey(StartTimer) || IsTerminated));

    // What else arrives waits for the scheduled start.
    private bool IsTerminated => inbox.Exists(message => message.Content.Event is ExecutionTerminatedEvent);

    public void Add(Message message) => inbox.Add(message);

    public void Remove(Predicate<Message> match) => inbox.RemoveAll(match);

    public bool Has(Predicate<Message> match) => inbox.Exists(match);

    public List<Message> All() => [.. inbox];

    /// <summary>Orders what was found in the table behind what it was before.</summary>
    public void Sort() => inbox.Sort((a, b) => a.Number.CompareTo(b.Number));

    /// <summary>The messages for a turn: in their order, up to the first that is still on its way into the table.</summary>
    public List<Message> Batch()
    {
        var rows = new HashSet<string>();
        return [.. inbox.TakeWhile(IsWithin)];

        bool IsWithin(Message message)
        {
            if (message.RowsKey is { } row) rows.Add(row);
            return message.IsReady && rows.Count <= MostRowsInTurn;
        }
    }
}

/// <summary>A message to an instance.</summary>
/// <param name="content">What the engine gets.</param>
internal sealed class Message(TaskMessage content)
{
    public TaskMessage Content => content;

    /// <summary>The order of arrival.</summary>
    public required long Number { get; init; }

    /// <summary>The row that holds it; null for what can be made again: a timer that has fired, the result of an activity.</summary>
    public string? RowKey { get; init; }

    /// <summary>Names the delivery from another instance's outbox.</summary>
    public string? From { get; init; }

    /// <summary>False while its row is being written.</summary>
    public bool IsReady { get; set; }

    /// <summary>For a result: the activity's pack.</summary>
    public ActivityPack? Pack { get; init; }

    /// <summary>For a result: the activity's place in its pack.</summary>
    public int Index { get; init; }

    /// <summary>The row that a turn changes by taking the message.</summary>
    public string? RowsKey => RowKey ?? Pack?.RowKey;

    /// <summary>What stands for the content in the row.</summary>
    public object? Body { get; init; }

    public int? TimerId => (content.Event as TimerFiredEvent)?.TimerId;
}

/// <summary>The activities that one turn has scheduled: one row.</summary>
internal sealed class ActivityPack(string instanceId, string rowKey, int count)
{
    public string InstanceId => instanceId;

    public string RowKey => rowKey;

    public int Count => count;

    /// <summary>The places of those that have been answered, as stored.</summary>
    public HashSet<int> Done { get; } = [];
}

/// <summary>What is stored of an instance.</summary>
internal sealed record LoadedState
{
    public ETag ETag { get; init; }

    public required IReadOnlyList<HistoryEvent> Events { get; init; }

    /// <summary>What stands for the events in the row, in order.</summary>
    public required IReadOnlyList<object> Records { get; init; }

    /// <summary>What stands for the message that started the run.</summary>
    public required object Start { get; init; }

    public required OrchestrationState State { get; init; }

    /// <summary>What stands for the state, without its input.</summary>
    public required object StoredState { get; init; }

    /// <summary>Bytes in the table, roughly.</summary>
    public long Size => Records.Append(Start).Append(StoredState).Sum(HubTable.SizeOf);
}
