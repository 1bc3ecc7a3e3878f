using Microsoft.DurableTask;

namespace Dfm.LocalRuntime.Durable;

/// <summary>A task that an orchestrator may await: an activity, a sub-orchestration or a timer, until its answer comes.</summary>
internal interface IPendingTask
{
    HistoryAction Action { get; }

    void Complete(string? result);

    void Fail(TaskFailureDetails? failure);

    void Cancel(CancellationToken cancellationToken);
}

/// <summary>A task with a result of type <typeparamref name="T"/>.</summary>
internal sealed class PendingTask<T>(HistoryAction action, DataConverter converter) : TaskCompletionSource<T>, IPendingTask
{
    public HistoryAction Action { get; } = action;

    public void Complete(string? result)
    {
        try
        {
            TrySetResult(converter.Deserialize<T>(result)!);
        }
        catch (Exception e)
        {
            TrySetException(e);
        }
    }

    // As officially, the exception of a terminated sub-orchestration has no details.
    public void Fail(TaskFailureDetails? failure) => TrySetException(new TaskFailedException(Action.Name!, Action.Id, failure!));

    public void Cancel(CancellationToken cancellationToken) => TrySetCanceled(cancellationToken);
}
