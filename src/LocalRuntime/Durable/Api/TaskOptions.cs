namespace Microsoft.DurableTask;

/// <summary>How an activity or a sub-orchestration is called.</summary>
public record TaskOptions
{
    /// <summary>Makes options.</summary>
    /// <param name="retry">What happens after a failure; no retry when null.</param>
    public TaskOptions(TaskRetryOptions? retry) => Retry = retry;

    /// <summary>A copy of other options.</summary>
    /// <param name="options">The options to copy.</param>
    public TaskOptions(TaskOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Retry = options.Retry;
    }

    /// <summary>What happens after a failure; no retry when null.</summary>
    public TaskRetryOptions? Retry { get; init; }

    /// <summary>Options that retry by a policy.</summary>
    /// <param name="policy">The policy.</param>
    public static TaskOptions FromRetryPolicy(RetryPolicy policy) => new(TaskRetryOptions.FromRetryPolicy(policy));

    /// <summary>Options that retry as a handler decides.</summary>
    /// <param name="handler">The handler.</param>
    public static TaskOptions FromRetryHandler(AsyncRetryHandler handler) => new(TaskRetryOptions.FromRetryHandler(handler));

    /// <summary>Options that retry as a handler decides.</summary>
    /// <param name="handler">The handler.</param>
    public static TaskOptions FromRetryHandler(RetryHandler handler) => new(TaskRetryOptions.FromRetryHandler(handler));

    /// <summary>These options for a sub-orchestration of the given id.</summary>
    /// <param name="instanceId">The id of the new instance.</param>
    public SubOrchestrationOptions WithInstanceId(string instanceId) => new(this, instanceId);
}
