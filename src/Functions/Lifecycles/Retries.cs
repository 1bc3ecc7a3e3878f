using Microsoft.DurableTask;

namespace Dfm.Functions.Lifecycles;

/// <summary>How activities are retried.</summary>
public static class Retries
{
    /// <summary>
    /// For one write to storage or a queue: soon at first, every ten minutes in the end, for about four days, so that an outage
    /// of the platform delays a lifecycle and does not end it.
    /// </summary>
    public static TaskOptions Storage { get; } = TaskOptions.FromRetryPolicy(new RetryPolicy(
        maxNumberOfAttempts: 600,
        firstRetryInterval: TimeSpan.FromSeconds(2),
        backoffCoefficient: 2,
        maxRetryInterval: TimeSpan.FromMinutes(10)));
}
