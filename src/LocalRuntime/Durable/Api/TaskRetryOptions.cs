namespace Microsoft.DurableTask;

/// <summary>What happens after a task has failed: a policy or a handler decides.</summary>
public sealed class TaskRetryOptions
{
    /// <summary>Retries by a policy.</summary>
    /// <param name="policy">The policy.</param>
    public TaskRetryOptions(RetryPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        Policy = policy;
    }

    /// <summary>Retries as a handler decides.</summary>
    /// <param name="handler">The handler.</param>
    public TaskRetryOptions(AsyncRetryHandler handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        Handler = handler;
    }

    /// <summary>The policy, if a policy decides.</summary>
    public RetryPolicy? Policy { get; }

    /// <summary>The handler, if a handler decides.</summary>
    public AsyncRetryHandler? Handler { get; }

    /// <summary>Retries by a policy.</summary>
    /// <param name="policy">The policy.</param>
    public static TaskRetryOptions FromRetryPolicy(RetryPolicy policy) => new(policy);

    /// <summary>Retries as a handler decides.</summary>
    /// <param name="handler">The handler.</param>
    public static TaskRetryOptions FromRetryHandler(AsyncRetryHandler handler) => new(handler);

    /// <summary>Retries as a handler decides.</summary>
    /// <param name="handler">The handler.</param>
    public static TaskRetryOptions FromRetryHandler(RetryHandler handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return new(context => Task.FromResult(handler(context)));
    }

#pragma warning disable CA2225 // The named alternates are FromRetryPolicy and FromRetryHandler, as officially.
    /// <summary>Retries by a policy.</summary>
    /// <param name="policy">The policy.</param>
    public static implicit operator TaskRetryOptions(RetryPolicy policy) => FromRetryPolicy(policy);

    /// <summary>Retries as a handler decides.</summary>
    /// <param name="handler">The handler.</param>
    public static implicit operator TaskRetryOptions(AsyncRetryHandler handler) => FromRetryHandler(handler);

    /// <summary>Retries as a handler decides.</summary>
    /// <param name="handler">The handler.</param>
    public static implicit operator TaskRetryOptions(RetryHandler handler) => FromRetryHandler(handler);
#pragma warning restore CA2225
}
