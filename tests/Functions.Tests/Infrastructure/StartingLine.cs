using Dfm.Testing;

namespace Dfm.Functions.Tests.Infrastructure;

/// <summary>
/// Holds what two write to one row until both have read the same state and decided: only so do they always meet at the row. Then lets one
/// go and, once the storage has done its write, the other: the one that came first for every other row, the one that came last for the rest.
/// </summary>
/// <param name="table">Where both write.</param>
/// <param name="rowKeys">The rows that both write.</param>
internal sealed class StartingLine(string table, IEnumerable<string> rowKeys)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Dictionary<string, Pair> pairs = rowKeys.Index().ToDictionary(
        one => one.Item, one => new Pair(LeaderArrival: 1 + (one.Index % 2)));

    /// <summary>How often both were there, and neither went before the other had come.</summary>
    public int Met => pairs.Values.Count(pair => pair.BothThere.Task.IsCompletedSuccessfully);

    /// <summary>Waits before a request is forwarded.</summary>
    public async Task Wait(StorageRequest request)
    {
        if (PairOf(request) is not { } pair) return;
        var arrival = Interlocked.Increment(ref pair.Arrivals);
        if (arrival > 2) return;
        if (arrival == 2) pair.BothThere.TrySetResult();
        await Task.WhenAny(pair.BothThere.Task, Task.Delay(Patience));
        pair.BothThere.TrySetCanceled();
        if (arrival == pair.LeaderArrival) pair.Leader = request.Number;
        else if (pair.BothThere.Task.IsCompletedSuccessfully) await Task.WhenAny(pair.LeaderStored.Task, Task.Delay(Patience));
    }

    /// <summary>Lets the other one go when the storage has done the first one's write.</summary>
    public Task LetGo(StorageRequest request)
    {
        if (IsLeader(request)) PairOf(request)!.LeaderStored.TrySetResult();
        return Task.CompletedTask;
    }

    /// <summary>Whether this is the one of the two that goes first.</summary>
    public bool IsLeader(StorageRequest request) => PairOf(request)?.Leader == request.Number;

    private Pair? PairOf(StorageRequest request) => request.Operation is "Transaction" && request.Resource == table
        ? request.Entities.Select(entity => pairs.GetValueOrDefault(entity.RowKey!)).FirstOrDefault(pair => pair is not null)
        : null;

    private sealed record Pair(int LeaderArrival)
    {
        public int Arrivals;

        public int Leader { get; set; }

        public TaskCompletionSource BothThere { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource LeaderStored { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
