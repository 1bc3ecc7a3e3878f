namespace Dfm.Functions.Tests.Dits;

/// <summary>When a portal is killed: at one of the storage requests of its walk.</summary>
/// <param name="Number">Which of them, from 1.</param>
/// <param name="Before">True when the storage never sees the request; false when it does what is asked and the portal never hears of it.</param>
public sealed record CrashMoment(int Number, bool Before)
{
    /// <summary>So many moments, spread evenly over a walk of so many requests, before and after them in turn.</summary>
    public static IEnumerable<CrashMoment> Spread(int moments, int requests) =>
        Enumerable.Range(0, moments).Select(n => new CrashMoment(1 + (int)((long)n * requests / moments), n % 2 == 0));

    /// <summary>The same as <c>37 before</c>.</summary>
    public override string ToString() => $"{Number} {(Before ? "before" : "after")}";
}
