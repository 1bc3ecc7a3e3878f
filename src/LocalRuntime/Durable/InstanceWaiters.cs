namespace Dfm.LocalRuntime.Durable;

/// <summary>Those who wait until an instance has started or finished.</summary>
internal sealed class InstanceWaiters
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, List<Waiter>> waiters = [];

    /// <summary>Listens for the first change of the instance's status after which it is as awaited, until the waiter is disposed.</summary>
    public Waiter Listen(string instanceId, Func<InstanceRow, bool> isAwaited)
    {
        var waiter = new Waiter(this, instanceId, isAwaited);
        lock (gate)
        {
            if (!waiters.TryGetValue(instanceId, out var list)) waiters[instanceId] = list = [];
            list.Add(waiter);
        }

        return waiter;
    }

    /// <summary>Tells those who wait.</summary>
    public void Changed(InstanceRow instance)
    {
        lock (gate)
        {
            foreach (var waiter in waiters.GetValueOrDefault(instance.Id, [])) waiter.Tell(instance);
        }
    }

    private void Remove(Waiter waiter)
    {
        lock (gate)
        {
            var list = waiters[waiter.InstanceId];
            if (list.Remove(waiter) && list.Count == 0) waiters.Remove(waiter.InstanceId);
        }
    }

    /// <summary>One who waits.</summary>
    internal sealed class Waiter(InstanceWaiters waiters, string instanceId, Func<InstanceRow, bool> isAwaited) : IDisposable
    {
        private readonly TaskCompletionSource<InstanceRow> change = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string InstanceId => instanceId;

        /// <summary>The instance as it was awaited.</summary>
        public Task<InstanceRow> Change => change.Task;

        public void Tell(InstanceRow instance)
        {
            if (isAwaited(instance)) change.TrySetResult(instance);
        }

        public void Dispose() => waiters.Remove(this);
    }
}
