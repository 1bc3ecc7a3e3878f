using System.Diagnostics;

namespace Dfm.LocalHost.Tests;

/// <summary>Awaits a condition.</summary>
public static class Eventually
{
    /// <summary>Returns as soon as <paramref name="condition"/> holds; fails after <paramref name="seconds"/>.</summary>
    public static async Task HoldsAsync(Func<ValueTask<bool>> condition, int seconds = 20)
    {
        var waited = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(waited.Elapsed.TotalSeconds < seconds, $"Did not hold within {seconds} s.");
            await Task.Delay(10);
        }
    }

    /// <inheritdoc cref="HoldsAsync(Func{ValueTask{bool}}, int)"/>
    public static Task HoldsAsync(Func<bool> condition, int seconds = 20) => HoldsAsync(() => ValueTask.FromResult(condition()), seconds);
}
