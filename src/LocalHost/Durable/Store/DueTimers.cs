namespace Dfm.LocalHost.Durable.Store;

/// <summary>Calls what is due, by the real clock; one timer of the system waits for the first of them.</summary>
internal sealed class DueTimers : IDisposable
{
    // The system's timers stand still while a laptop sleeps: the clock is looked at now and then.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private readonly SortedDictionary<(DateTime Due, long Number), Action> entries = [];
    private readonly Timer timer;
    private long last;

    public DueTimers() => timer = new Timer(_ => CallDue());

    /// <summary>Has <paramref name="action"/> called at <paramref name="due"/>; it must not block.</summary>
    public (DateTime Due, long Number) Add(DateTime due, Action action)
    {
        lock (gate)
        {
            var key = (due, ++last);
            entries.Add(key, action);
            Arm();
            return key;
        }
    }

    public void Remove((DateTime Due, long Number) key)
    {
        lock (gate) entries.Remove(key);
    }

    public void Dispose() => timer.Dispose();

    private void CallDue()
    {
        List<KeyValuePair<(DateTime, long), Action>> due;
        lock (gate)
        {
            var now = DateTime.UtcNow;
            due = [.. entries.TakeWhile(entry => entry.Key.Due <= now)];
            foreach (var (key, _) in due) entries.Remove(key);
            Arm();
        }

        foreach (var (_, action) in due) action();
    }

    private void Arm()
    {
        if (entries.Count == 0) return;
        var wait = entries.First().Key.Due - DateTime.UtcNow;
        // Rounded up: the timer counts in milliseconds and must not come early. A disposed timer takes no change.
        timer.Change(wait < TimeSpan.Zero ? TimeSpan.Zero : wait > LongestWait ? LongestWait : wait + TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
    }
}
