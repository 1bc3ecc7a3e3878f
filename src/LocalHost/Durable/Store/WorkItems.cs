using DurableTask.Core;

namespace Dfm.LocalHost.Durable.Store;

/// <summary>A turn of an instance.</summary>
internal sealed class Turn : TaskOrchestrationWorkItem
{
    public Turn(Instance instance, LoadedState loaded, IReadOnlyCollection<Message> batch, List<TaskMessage> messages)
    {
        (Instance, Loaded, Batch) = (instance, loaded, batch);
        InstanceId = instance.Id;
        NewMessages = messages;
        OrchestrationRuntimeState = new OrchestrationRuntimeState([.. loaded.Events]) { Status = loaded.State.Status };
        // Nobody else can take it.
        LockedUntilUtc = DateTime.MaxValue;
    }

    public Instance Instance { get; }

    public LoadedState Loaded { get; }

    /// <summary>What the turn takes from the inbox.</summary>
    public IReadOnlyCollection<Message> Batch { get; }

    public bool HasFailed { get; set; }
}

/// <summary>A run of an activity.</summary>
internal sealed class ActivityWork : TaskActivityWorkItem
{
    public ActivityWork(ActivityPack pack, int index, TaskMessage scheduled)
    {
        (Pack, Index) = (pack, index);
        Id = $"{pack.RowKey}-{index}";
        TaskMessage = scheduled;
        LockedUntilUtc = DateTime.MaxValue;
    }

    public ActivityPack Pack { get; }

    /// <summary>Its place in the pack.</summary>
    public int Index { get; }

    /// <summary>Runs that could not be brought to a result.</summary>
    public int Failures { get; set; }
}
