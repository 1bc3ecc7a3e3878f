namespace Microsoft.DurableTask;

/// <summary>Reaches an orchestrator when an activity or a sub-orchestration that it called has failed.</summary>
#pragma warning disable CA1032 // The official type has these two constructors alone.
public sealed class TaskFailedException : Exception
#pragma warning restore CA1032
{
    /// <summary>Makes the exception from the failure's own exception.</summary>
    /// <param name="taskName">The task that failed.</param>
    /// <param name="taskId">Its number within the orchestration.</param>
    /// <param name="innerException">Why it failed.</param>
    public TaskFailedException(string taskName, int taskId, Exception innerException)
        : base(Describe(taskName, taskId, innerException?.Message), innerException)
    {
        ArgumentNullException.ThrowIfNull(innerException);
        TaskName = taskName;
        TaskId = taskId;
        FailureDetails = TaskFailureDetails.FromException(innerException);
    }

    /// <summary>Makes the exception from the failure's recorded details.</summary>
    /// <param name="taskName">The task that failed.</param>
    /// <param name="taskId">Its number within the orchestration.</param>
    /// <param name="failureDetails">Why it failed.</param>
    public TaskFailedException(string taskName, int taskId, TaskFailureDetails failureDetails)
        : base(Describe(taskName, taskId, failureDetails?.ErrorMessage))
    {
        TaskName = taskName;
        TaskId = taskId;
        FailureDetails = failureDetails!;
    }

    /// <summary>The task that failed.</summary>
    public string TaskName { get; }

    /// <summary>Its number within the orchestration, in the order of the calls.</summary>
    public int TaskId { get; }

    /// <summary>Why it failed.</summary>
    public TaskFailureDetails FailureDetails { get; }

    private static string Describe(string taskName, int taskId, string? cause) =>
        $"Task '{taskName}' (#{taskId}) failed with an unhandled exception{(cause is null ? "." : ": " + cause)}";
}
