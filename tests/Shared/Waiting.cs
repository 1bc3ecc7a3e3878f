using System.Diagnostics;

namespace Dfm.Testing;

/// <summary>Waits for what happens behind responses, for <see cref="Patience.Longest"/> at most.</summary>
public static class Waiting
{
    /// <summary>Waits until something has happened.</summary>
    public static Task Until(Func<Task<bool>> condition) =>
        UntilNothing(async () => await condition() ? null : "", TimeSpan.FromMilliseconds(20));

    /// <summary>Waits until nothing is lacking any more.</summary>
    /// <param name="lacking">What is, or null.</param>
    /// <param name="pause">Before it is asked again.</param>
    public static async Task UntilNothing(Func<Task<string?>> lacking, TimeSpan pause)
    {
        ArgumentNullException.ThrowIfNull(lacking);
        var waited = Stopwatch.StartNew();
        while (await lacking() is { } lacks)
        {
            Assert.True(waited.Elapsed < Patience.Longest, $"It did not happen within {Patience.Longest.TotalSeconds} seconds. {lacks}");
            await Task.Delay(pause, TestContext.Current.CancellationToken);
        }
    }
}
