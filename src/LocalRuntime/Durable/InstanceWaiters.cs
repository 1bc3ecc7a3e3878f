using System.Collections.Concurrent;

namespace Dfm.LocalRuntime.Durable;

/// <summary>Those who wait until an instance has started or finished.</summary>
internal sealed class InstanceWaiters
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<InstanceRow>> changes = new();

    /// <summary>The instance as it will be after its next change of status.</summary>
    public Task<InstanceRow> NextChange(string instanceId) => changes.GetOrAdd(
        instanceId, _ => new TaskCompletionSource<InstanceRow>(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>Tells those who wait.</summary>
    public void Changed(InstanceRow instance)
    {
        if (changes.TryRemove(instance.Id, out var change)) change.TrySetResult(instance);
    }
}
