using Dfm.Testing;

namespace Dfm.LocalRuntime.Tests.Torture;

/// <summary>When the process is killed: at a request of some kind, by its number, just before the storage gets it or just after.</summary>
internal sealed class Kill
{
    private readonly string what;
    private readonly int number;
    private readonly bool isBefore;
    private readonly Func<StorageRequest, bool> isMeant;
    private readonly TaskCompletionSource happened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int seen;
    private int taken;

    private Kill(Draw draw, string what, int last, Func<StorageRequest, bool> isMeant)
    {
        this.what = what;
        this.isMeant = isMeant;
        number = 1 + draw.Number(1, last);
        isBefore = draw.Number(2, 2) == 0;
    }

    /// <summary>Completes when the process has been killed.</summary>
    public Task Happened => happened.Task;

    /// <summary>The request that it was killed at; null when it was killed at rest.</summary>
    public StorageRequest? Request { get; private set; }

    /// <summary>A kill while orchestrations run.</summary>
    public static Kill AtWork(Draw draw) => draw.OneOf<Func<Kill>>(
        0,
        (30, () => new Kill(draw, "turn", 60, r => r is { Operation: "Transaction", Resource: "Torture" })),
        (10, () => new Kill(draw, "new row", 30, r => r is { Operation: "Insert", Resource: "Torture" })),
        (5, () => new Kill(draw, "read", 10, r => r is { Operation: "Get" or "Query", Resource: "Torture" })),
        (10, () => new Kill(draw, "sent message", 6, r => r.Operation == "PutMessage")),
        (8, () => new Kill(draw, "dead letter", 1, r => r is { Operation: "PutMessage", Resource: "sbdlq-automatic" or "sbdlq-manual" })),
        (10, () => new Kill(draw, "receipt", 8, r => r.Operation == "GetMessages")),
        (10, () => new Kill(draw, "settled message", 6, r => r.Operation == "DeleteMessage")),
        (7, () => new Kill(draw, "abandoned message", 8, r => r.Operation == "UpdateMessage")),
        (10, () => new Kill(draw, "row of a message", 6, r => r.Resource == "LocalServiceBus")))();

    /// <summary>A kill while the process takes up again what the one before has left.</summary>
    public static Kill AtRecovery(Draw draw) => new(draw, "request after the start", 25, _ => true);

    /// <summary>A request is about to reach the storage.</summary>
    /// <returns>Whether to kill now.</returns>
    public bool IsBefore(StorageRequest request) =>
        isMeant(request) && Interlocked.Increment(ref seen) == number && isBefore && TryTake(request);

    /// <summary>The storage has obeyed a request.</summary>
    /// <returns>Whether to kill now.</returns>
    public bool IsAfter(StorageRequest request) =>
        !isBefore && isMeant(request) && Volatile.Read(ref seen) >= number && TryTake(request);

    /// <summary>Takes the right to kill, at a request or (null) at rest; false if it was taken before.</summary>
    public bool TryTake(StorageRequest? request)
    {
        if (Interlocked.Exchange(ref taken, 1) != 0) return false;
        Request = request;
        return true;
    }

    /// <summary>The process has been killed.</summary>
    public void HasHappened() => happened.TrySetResult();

    /// <inheritdoc/>
    public override string ToString() => $"{(isBefore ? "before" : "after")} {what} {number} ({Request?.ToString() ?? "at rest"})";
}
