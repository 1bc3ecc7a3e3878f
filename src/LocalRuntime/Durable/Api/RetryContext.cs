namespace Microsoft.DurableTask;

/// <summary>What a retry handler is told.</summary>
/// <param name="OrchestrationContext">The orchestration that called the task.</param>
/// <param name="LastAttemptNumber">How many attempts have failed, from 1.</param>
/// <param name="LastFailure">Why the last one failed.</param>
/// <param name="TotalRetryTime">Time since the first attempt.</param>
/// <param name="CancellationToken">Cancels the retrying.</param>
public record RetryContext(
    TaskOrchestrationContext OrchestrationContext,
    int LastAttemptNumber,
    TaskFailureDetails LastFailure,
    TimeSpan TotalRetryTime,
    CancellationToken CancellationToken);
