namespace Dfm.LocalHost.Durable.Store;

/// <summary>Calls what is due, by the real clock; one timer of the system waits for the first of them.</summary>
internal sealed class DueTimers : IDisposable
{
    // The system's timers stand still while a laptop sleeps: the clock is looked at now and then.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private readonly SortedSet<Entry> entries = new(Comparer<Entry>.Create((a, b) => (a.Due, a.Number).CompareTo((b.Due, b.Number))));
    private readonly Timer timer;
    private long last;
    private bool isDisposed;

    public DueTimers() => timer = new Timer(_ => CallDue());

    /// <summary>Has <paramref name="action"/> called at <paramref name="due"/>; it must not block.</summary>
    public Entry Add(DateTime due, Action action)
    {
        lock (gate)
        {
            var entry = new Entry(due, ++last, action);
            entries.Add(entry);
            if (entries.Min == entry) Arm();
            return entry;
        }
    }

    public void Remove(Entry entry)
    {
        lock (gate) entries.Remove(entry);
    }

    public void Dispose()
    {
        lock (gate)
        {
            isDisposed = true;
            entries.Clear();
        }

        timer.Dispose();
    }

    private void CallDue()
    {
        List<Entry> due;
        lock (gate)
        {
            var now = DateTime.UtcNow;
            due = [.. entries.TakeWhile(entry => entry.Due <= now)];
            foreach (var entry in due) entries.Remove(entry);
            Arm();
        }

        foreach (var entry in due) entry.Action();
    }

    private void Arm()
    {
        if (isDisposed || entries.Min is not { } first) return;
        var wait = first.Due - DateTime.UtcNow;
        // Rounded up: the timer counts in milliseconds and must not come early.
        timer.Change(wait < TimeSpan.Zero ? TimeSpan.Zero : wait > LongestWait ? LongestWait : wait + TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
    }

    /// <summary>One call to come.</summary>
    internal sealed record Entry(DateTime Due, long Number, Action Action);
}
