namespace Dfm.LocalRuntime.Worker;

/// <summary>The machine's clock as numbers that strictly grow within the process: for keys that order things by when they came.</summary>
internal static class Ticks
{
    private static long last;

    /// <summary>Now, or one more than last time. Never a test's clock: what is stored must not come twice.</summary>
    public static long Next()
    {
        while (true)
        {
            var seen = Interlocked.Read(ref last);
            var next = Math.Max(seen + 1, DateTime.UtcNow.Ticks);
            if (Interlocked.CompareExchange(ref last, next, seen) == seen)
                return next;
        }
    }
}
