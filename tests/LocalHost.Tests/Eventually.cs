using System.Diagnostics;
using Dfm.Testing;

namespace Dfm.LocalHost.Tests;

/// <summary>Awaits a condition.</summary>
public static class Eventually
{
    /// <summary>Returns as soon as <paramref name="condition"/> holds; fails after <see cref="Patience.Longest"/>.</summary>
    public static async Task HoldsAsync(Func<ValueTask<bool>> condition)
    {
        var waited = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(waited.Elapsed < Patience.Longest, $"Did not hold within {Patience.Longest.TotalSeconds} s.");
            await Task.Delay(10);
        }
    }

    /// <inheritdoc cref="HoldsAsync(Func{ValueTask{bool}})"/>
    public static Task HoldsAsync(Func<bool> condition) => HoldsAsync(() => ValueTask.FromResult(condition()));
}
