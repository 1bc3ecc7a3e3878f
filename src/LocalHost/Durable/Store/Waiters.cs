using DurableTask.Core;

namespace Dfm.LocalHost.Durable.Store;

/// <summary>Those who wait until an instance has ended.</summary>
internal sealed class Waiters
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, List<TaskCompletionSource<OrchestrationState>>> waiters = [];

    /// <summary>Begins to listen for the end of an instance.</summary>
    public TaskCompletionSource<OrchestrationState> Add(string instanceId)
    {
        var waiter = new TaskCompletionSource<OrchestrationState>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            if (!waiters.TryGetValue(instanceId, out var list)) waiters[instanceId] = list = [];
            list.Add(waiter);
        }

        return waiter;
    }

    public void Remove(string instanceId, TaskCompletionSource<OrchestrationState> waiter)
    {
        lock (gate)
        {
            if (waiters.TryGetValue(instanceId, out var list) && list.Remove(waiter) && list.Count == 0) waiters.Remove(instanceId);
        }
    }

    /// <summary>Tells those who wait that the instance has ended.</summary>
    public void Ended(OrchestrationState state)
    {
        lock (gate)
        {
            foreach (var waiter in waiters.GetValueOrDefault(state.OrchestrationInstance.InstanceId, [])) waiter.TrySetResult(state);
        }
    }
}
