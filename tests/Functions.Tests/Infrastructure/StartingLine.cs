using System.Globalization;
using Dfm.Functions.Lifecycles;
using Dfm.Testing;

namespace Dfm.Functions.Tests.Infrastructure;

/// <summary>
/// Holds what a cancellation and its rival write until both have read the same state and decided: only so do they always meet at the row.
/// Then lets go of both, of the cancellation first for one number and of its rival first for the next.
/// </summary>
/// <param name="table">Where both write.</param>
/// <param name="numbers">What they write to.</param>
internal sealed class StartingLine(string table, IEnumerable<string> numbers)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly Dictionary<string, Pair> pairs = numbers.Index().ToDictionary(
        one => LifecycleKeys.Itself(long.Parse(one.Item, CultureInfo.InvariantCulture)),
        one => new Pair(CancellationFirst: one.Index % 2 == 0));

    /// <summary>How often both were there.</summary>
    public int Met => pairs.Values.Count(pair => pair.BothThere.Task.IsCompleted);

    /// <summary>Waits before a request is forwarded.</summary>
    public async Task Wait(StorageRequest request)
    {
        if (request.Operation is not "Transaction" || request.Resource != table) return;
        if (request.Entities.FirstOrDefault(entity => entity.Operation is "Replace") is not { RowKey: { } key }) return;
        if (!pairs.TryGetValue(key, out var pair)) return;
        if (Interlocked.Increment(ref pair.There) == 2) pair.BothThere.TrySetResult();
        await Task.WhenAny(pair.BothThere.Task, Task.Delay(Patience));
        var cancels = request.Entities.Any(entity => entity.RowKey!.Contains("Cancelled", StringComparison.Ordinal));
        if (cancels == pair.CancellationFirst) pair.FirstGone.TrySetResult();
        else await Task.WhenAny(pair.FirstGone.Task, Task.Delay(Patience));
    }

    private sealed record Pair(bool CancellationFirst)
    {
        public int There;

        public TaskCompletionSource BothThere { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource FirstGone { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
