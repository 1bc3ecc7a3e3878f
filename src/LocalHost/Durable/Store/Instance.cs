using DurableTask.Core;

namespace Dfm.LocalHost.Durable.Store;

/// <summary>An instance that has not ended, as the process knows it. All of it is guarded by the hub's gate.</summary>
internal sealed class Instance
{
    // With the instance's row and those of this many messages a turn stays within one transaction.
    private const int MostRowsInTurn = HubTable.MostOperations - 1;

    // The system's timers stand still while a laptop sleeps: the clock is looked at now and then.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private long due = long.MaxValue;

    /// <summary>Made by the hub.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="wake">Called when the time of <see cref="WakeAt"/> has come.</param>
    public Instance(string id, Action<Instance> wake)
    {
        (Id, Partition) = (id, Keys.Partition(id));
        Alarm = new Timer(_ =>
        {
            if (due <= DateTime.UtcNow.Ticks)
                wake(this);
            else
                WakeAt(due);
        });
    }

    public string Id { get; }

    public string Partition { get; }

    public Timer Alarm { get; }

    /// <summary>What waits for a turn, in the order of arrival.</summary>
    public List<Message> Inbox { get; } = [];

    /// <summary>The activities that have no answer in the history.</summary>
    public Dictionary<int, ActivityWork> Tasks { get; } = [];

    /// <summary>What it has sent: stored with the receivers, who may take it once it is no longer in the outbox.</summary>
    public List<(Instance Receiver, Message? Message)> Sent { get; } = [];

    /// <summary>Something has come that a turn may be needed for.</summary>
    public bool HasNews { get; set; }

    /// <summary>It stands in the queue or has a turn.</summary>
    public bool IsTaken { get; set; }

    /// <summary>What is stored may differ from what is in memory, since something went wrong: it is read again before the next turn.</summary>
    public bool IsInDoubt { get; set; }

    /// <summary>Complete when it has ended, was purged, or another has taken its id.</summary>
    public TaskCompletionSource Gone { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Turns that went wrong, one after the other.</summary>
    public int Failures { get; set; }

    /// <summary>Has it looked at when its first timer is due.</summary>
    /// <param name="ticks">When, by the real clock.</param>
    public void WakeAt(long ticks)
    {
        due = ticks;
        var wait = TimeSpan.FromTicks(Math.Clamp(ticks - DateTime.UtcNow.Ticks, 0, LongestWait.Ticks));
        // Rounded up: the timer counts in milliseconds and must not come early.
        Alarm.Change(ticks == long.MaxValue ? Timeout.InfiniteTimeSpan : wait + TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
    }

    /// <summary>The messages for a turn: in their order, up to the first that may not be taken yet.</summary>
    public List<Message> Batch()
    {
        var rows = 0;
        return [.. Inbox.TakeWhile(message => message.IsReady && (message.RowKey is null || ++rows <= MostRowsInTurn))];
    }
}

/// <summary>A message to an instance.</summary>
/// <param name="content">What the engine gets.</param>
internal sealed class Message(TaskMessage content)
{
    public TaskMessage Content => content;

    /// <summary>The order of arrival.</summary>
    public required long Number { get; init; }

    /// <summary>The row that holds it; null for the result of an activity, which can run again.</summary>
    public string? RowKey { get; init; }

    /// <summary>Names the delivery from another instance's outbox.</summary>
    public string? From { get; init; }

    /// <summary>What stands for the content in the row.</summary>
    public object? Body { get; set; }

    /// <summary>For a result: the activity.</summary>
    public ActivityWork? Work { get; init; }

    /// <summary>False while its row is being written.</summary>
    public bool IsReady { get; set; }
}

/// <summary>A turn of an instance.</summary>
internal sealed class Turn : TaskOrchestrationWorkItem
{
    public Turn(Instance instance, Snapshot before, List<Message> batch, List<TaskMessage> messages)
    {
        (Instance, Before, Batch) = (instance, before, batch);
        InstanceId = instance.Id;
        NewMessages = messages;
        OrchestrationRuntimeState = new OrchestrationRuntimeState([.. before.Events]) { Status = before.State.Status };
        // Nobody else can take it.
        LockedUntilUtc = DateTime.MaxValue;
    }

    public Instance Instance { get; }

    public Snapshot Before { get; }

    /// <summary>What the turn takes from the inbox.</summary>
    public List<Message> Batch { get; }

    public bool HasFailed { get; set; }
}

/// <summary>A run of an activity.</summary>
internal sealed class ActivityWork : TaskActivityWorkItem
{
    public ActivityWork(TaskMessage scheduled)
    {
        Id = $"{scheduled.OrchestrationInstance.InstanceId}-{scheduled.Event.EventId}";
        TaskMessage = scheduled;
        LockedUntilUtc = DateTime.MaxValue;
    }

    /// <summary>Runs that could not be brought to a result.</summary>
    public int Failures { get; set; }
}
