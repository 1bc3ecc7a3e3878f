using Dfm.Testing;

namespace Dfm.LocalHost.Tests.Torture;

/// <summary>When the process is killed: at a write to one of its tables, by its number, just before the storage gets it or after.</summary>
internal sealed class Kill(Random random)
{
    private readonly bool isOfQueues = random.Next(3) == 0;
    private readonly int number = random.Next(1, 50);
    private readonly bool isBefore = random.Next(2) == 0;
    private readonly TaskCompletionSource happened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int seen;
    private int taken;
    private string at = "at rest";

    /// <summary>Completes when the process has been killed.</summary>
    public Task Happened => happened.Task;

    /// <summary>The process has been killed.</summary>
    public void HasHappened() => happened.TrySetResult();

    /// <summary>Whether to kill now, as a request is about to reach the storage, or as the storage has obeyed it.</summary>
    public bool IsAt(StorageRequest request, bool before)
    {
        if (request.Resource == "LocalServiceBus" != isOfQueues || request.Method == "GET") return false;
        var count = before ? Interlocked.Increment(ref seen) : Volatile.Read(ref seen);
        if (before != isBefore || count < number || !TryTake()) return false;
        at = $"{(before ? "before" : "after")} {request}";
        return true;
    }

    /// <summary>Takes the right to kill; false if it was taken before.</summary>
    public bool TryTake() => Interlocked.Exchange(ref taken, 1) == 0;

    /// <inheritdoc/>
    public override string ToString() => at;
}
