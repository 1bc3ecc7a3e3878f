namespace Dfm.LocalRuntime.ServiceBus;

/// <summary>Wakes those who wait for messages of a queue. Take <see cref="Next"/> first, then look into the queue, then wait: what is
/// sent in between is not missed.</summary>
internal sealed class QueueSignal
{
    private TaskCompletionSource next = New();

    /// <summary>Completes at the next <see cref="Pulse"/>.</summary>
    public Task Next => Volatile.Read(ref next).Task;

    /// <summary>Wakes all who wait.</summary>
    public void Pulse() => Interlocked.Exchange(ref next, New()).TrySetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
