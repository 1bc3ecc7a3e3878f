namespace Dfm.LocalRuntime.Durable;

/// <summary>
/// Runs an orchestrator's code: its continuations queue up here and run, in that order, on the one thread that pumps. What comes
/// from any other thread shows that the orchestrator has awaited something that is not durable.
/// </summary>
internal sealed class OrchestratorScheduler(Action illegal) : TaskScheduler
{
    private readonly Queue<Task> queue = new();
    private int pumpingThread;

    /// <summary>Whether the caller is the orchestrator's own code, now being pumped.</summary>
    public bool IsPumping => pumpingThread == Environment.CurrentManagedThreadId;

    public override int MaximumConcurrencyLevel => 1;

    /// <summary>Runs <paramref name="action"/>, then all continuations until the orchestrator waits.</summary>
    public void Pump(Action action)
    {
        pumpingThread = Environment.CurrentManagedThreadId;
        try
        {
            action();
            while (queue.TryDequeue(out var task)) TryExecuteTask(task);
        }
        finally
        {
            pumpingThread = 0;
        }
    }

    protected override void QueueTask(Task task)
    {
        if (IsPumping)
            queue.Enqueue(task);
        else
            illegal();
    }

    // Never inline: the order of continuations would depend on where a task was completed.
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks() => [];
}
