using Microsoft.Extensions.Time.Testing;

namespace Dfm.LocalRuntime.Tests.Worker;

/// <summary>A clock that the test moves, and that tells when somebody waits for it: only then does moving it mean anything.</summary>
public sealed class TimerClock(DateTimeOffset start) : FakeTimeProvider(start)
{
    private int waits;
    private int seen;

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        Interlocked.Increment(ref waits);
        return timer;
    }

    /// <summary>Moves the clock when somebody waits for it anew.</summary>
    public async Task AdvanceWhenAwaitedAsync(TimeSpan step)
    {
        await AwaitedAsync();
        Advance(step);
    }

    /// <summary>Returns when somebody waits anew for the clock.</summary>
    public async Task AwaitedAsync()
    {
        seen++;
        await Eventually.HoldsAsync(() => Volatile.Read(ref waits) >= seen);
    }
}
