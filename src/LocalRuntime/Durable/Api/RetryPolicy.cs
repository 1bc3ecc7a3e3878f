namespace Microsoft.DurableTask;

/// <summary>When a failed activity or sub-orchestration is tried again.</summary>
public class RetryPolicy
{
    private readonly Func<TaskFailureDetails, bool> shouldRetry = _ => true;

    /// <summary>Makes a policy.</summary>
    /// <param name="maxNumberOfAttempts">All attempts, the first included; at least 1.</param>
    /// <param name="firstRetryInterval">The pause after the first failure; more than zero.</param>
    /// <param name="backoffCoefficient">Each pause is the one before times this; at least 1.</param>
    /// <param name="maxRetryInterval">The longest pause; one hour when null.</param>
    /// <param name="retryTimeout">No attempt begins later than this after the first; no limit when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its bounds.</exception>
    public RetryPolicy(
        int maxNumberOfAttempts,
        TimeSpan firstRetryInterval,
        double backoffCoefficient = 1,
        TimeSpan? maxRetryInterval = default,
        TimeSpan? retryTimeout = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxNumberOfAttempts, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(firstRetryInterval, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(backoffCoefficient, 1);
        ThrowIfShorter(maxRetryInterval, firstRetryInterval, nameof(maxRetryInterval));
        ThrowIfShorter(retryTimeout, firstRetryInterval, nameof(retryTimeout));
        MaxNumberOfAttempts = maxNumberOfAttempts;
        FirstRetryInterval = firstRetryInterval;
        BackoffCoefficient = backoffCoefficient;
        MaxRetryInterval = maxRetryInterval ?? TimeSpan.FromHours(1);
        RetryTimeout = retryTimeout ?? Timeout.InfiniteTimeSpan;
    }

    /// <summary>All attempts, the first included.</summary>
    public int MaxNumberOfAttempts { get; }

    /// <summary>The pause after the first failure.</summary>
    public TimeSpan FirstRetryInterval { get; }

    /// <summary>Each pause is the one before times this.</summary>
    public double BackoffCoefficient { get; }

    /// <summary>The longest pause; <see cref="Timeout.InfiniteTimeSpan"/> for no limit.</summary>
    public TimeSpan MaxRetryInterval { get; }

    /// <summary>No attempt begins later than this after the first; <see cref="Timeout.InfiniteTimeSpan"/> for no limit.</summary>
    public TimeSpan RetryTimeout { get; }

#pragma warning disable CA1044 // The official property can only be set.
    /// <summary>Which failures are worth another attempt; all of them unless set.</summary>
    public Func<TaskFailureDetails, bool> HandleFailure
    {
        init => shouldRetry = value;
    }
#pragma warning restore CA1044

    /// <summary>Whether this failure is worth another attempt.</summary>
    /// <param name="failure">Why the last attempt failed.</param>
    internal bool ShouldRetry(TaskFailureDetails failure) => shouldRetry(failure);

    private static void ThrowIfShorter(TimeSpan? value, TimeSpan least, string name)
    {
        if (value is { } span && span != Timeout.InfiniteTimeSpan) ArgumentOutOfRangeException.ThrowIfLessThan(span, least, name);
    }
}
