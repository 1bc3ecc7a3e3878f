namespace Dfm.LocalRuntime.Durable;

/// <summary>When which instance has to be woken: a heap and one timer. Small per waiting instance: an id and a time, twice.</summary>
internal sealed class WakeUps : IDisposable
{
    // A timer cannot wait for more than 49 days; and a clock that is set right should not be noticed too late.
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(12);

    private readonly Lock gate = new();
    private readonly PriorityQueue<string, DateTime> heap = new();
    private readonly Dictionary<string, DateTime> dues = [];
    private readonly TimeProvider time;
    private readonly Action<string> wake;
    private readonly ITimer timer;

    /// <summary>Wakes by <paramref name="wake"/>, at the times of <paramref name="time"/>.</summary>
    public WakeUps(TimeProvider time, Action<string> wake)
    {
        this.time = time;
        this.wake = wake;
        timer = time.CreateTimer(_ => Fire(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Sets when an instance has to be woken; null for never.</summary>
    public void Set(string instanceId, DateTime? due)
    {
        lock (gate)
        {
            if (due is not { } at)
            {
                dues.Remove(instanceId);
                return;
            }

            if (dues.TryGetValue(instanceId, out var known) && known == at) return;
            dues[instanceId] = at;
            heap.Enqueue(instanceId, at);
            DropStale();
            if (heap.TryPeek(out var first, out _) && first == instanceId) Arm();
        }
    }

    public void Dispose() => timer.Dispose();

    private void Fire()
    {
        List<string> due = [];
        lock (gate)
        {
            var now = time.GetUtcNow().UtcDateTime;
            while (heap.TryPeek(out var id, out var at) && at <= now)
            {
                heap.Dequeue();
                if (dues.TryGetValue(id, out var known) && known == at && dues.Remove(id)) due.Add(id);
            }

            Arm();
        }

        foreach (var id in due) wake(id);
    }

    private void Arm()
    {
        if (!heap.TryPeek(out _, out var next)) return;
        TimeSpan wait;
        do
        {
            // A timer counts whole milliseconds: rounded up, lest it fire just before its time.
            wait = TimeSpan.FromMilliseconds(Math.Ceiling((next - time.GetUtcNow().UtcDateTime).TotalMilliseconds));
            wait = wait < TimeSpan.Zero ? TimeSpan.Zero : wait > LongestWait ? LongestWait : wait;
            timer.Change(wait, Timeout.InfiniteTimeSpan);
        }
        while (wait > TimeSpan.Zero && next <= time.GetUtcNow().UtcDateTime);
    }

    /// <summary>Cancelled wake-ups stay in the heap until their time; when they are the most of it, it is built anew.</summary>
    private void DropStale()
    {
        if (heap.Count < 1000 || heap.Count < 2 * dues.Count) return;
        heap.Clear();
        foreach (var (id, at) in dues) heap.Enqueue(id, at);
    }
}
