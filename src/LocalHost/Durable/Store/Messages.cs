using DurableTask.Core;
using DurableTask.Core.History;

namespace Dfm.LocalHost.Durable.Store;

/// <summary>Messages that the store itself makes, and what it asks of others.</summary>
internal static class Messages
{
    /// <summary>The statuses of instances that have not ended.</summary>
    public static readonly OrchestrationStatus[] Live =
    [
        OrchestrationStatus.Running, OrchestrationStatus.Pending, OrchestrationStatus.Suspended, OrchestrationStatus.ContinuedAsNew,
    ];

    public static TaskMessage To(string instanceId, HistoryEvent content) =>
        new() { OrchestrationInstance = new OrchestrationInstance { InstanceId = instanceId }, Event = content };

    public static TaskMessage TimerFired(Instance instance, int timerId, DateTime at) => new()
    {
        OrchestrationInstance = new OrchestrationInstance { InstanceId = instance.Id, ExecutionId = instance.ExecutionId },
        Event = new TimerFiredEvent(-1) { TimerId = timerId, FireAt = at },
    };

    /// <summary>Tells the parent that a sub-orchestration cannot start; null if there is no parent.</summary>
    public static TaskMessage? Refusal(ExecutionStartedEvent start, string reason) => start.ParentInstance is not { } parent ? null : new()
    {
        OrchestrationInstance = parent.OrchestrationInstance,
        Event = new SubOrchestrationInstanceFailedEvent(
            -1, parent.TaskScheduleId, reason, null, new FailureDetails("OrchestrationAlreadyExists", reason, null, null, true)),
    };
}
