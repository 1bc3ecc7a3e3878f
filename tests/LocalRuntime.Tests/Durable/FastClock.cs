namespace Dfm.LocalRuntime.Tests.Durable;

/// <summary>A clock that runs some times as fast as the world's.</summary>
internal sealed class FastClock(int speed) : TimeProvider
{
    private readonly DateTimeOffset start = DateTimeOffset.UtcNow;

    public override DateTimeOffset GetUtcNow() => start + (speed * (DateTimeOffset.UtcNow - start));

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new FastTimer(System.CreateTimer(callback, state, Real(dueTime), Real(period)), this);

    private TimeSpan Real(TimeSpan time) => time == Timeout.InfiniteTimeSpan ? time : time / speed;

    private sealed class FastTimer(ITimer timer, FastClock clock) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(clock.Real(dueTime), clock.Real(period));

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
