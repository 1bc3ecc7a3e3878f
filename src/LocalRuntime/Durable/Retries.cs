using Microsoft.DurableTask;

namespace Dfm.LocalRuntime.Durable;

/// <summary>Tries a task again after failures, with durable timers between the attempts.</summary>
internal static class Retries
{
    /// <summary>Runs <paramref name="attempt"/>, and again as <paramref name="retry"/> says.</summary>
    public static Task<T> RunAsync<T>(TaskOrchestrationContext context, TaskRetryOptions? retry, Func<Task<T>> attempt) => retry switch
    {
        { Policy: { } policy } => ByPolicyAsync(context, policy, attempt),
        { Handler: { } handler } => ByHandlerAsync(context, handler, attempt),
        _ => attempt(),
    };

    private static async Task<T> ByPolicyAsync<T>(TaskOrchestrationContext context, RetryPolicy policy, Func<Task<T>> attempt)
    {
        var began = context.CurrentUtcDateTime;
        for (var attempts = 1; ; attempts++)
        {
            try
            {
                return await attempt();
            }
            catch (TaskFailedException e) when (attempts < policy.MaxNumberOfAttempts && IsWorthAnother(policy, e.FailureDetails)
                && IsInTime(policy, context.CurrentUtcDateTime - began))
            {
                await context.CreateTimer(Pause(policy, attempts), CancellationToken.None);
            }
        }
    }

    private static async Task<T> ByHandlerAsync<T>(TaskOrchestrationContext context, AsyncRetryHandler handler, Func<Task<T>> attempt)
    {
        var began = context.CurrentUtcDateTime;
        for (var attempts = 1; ; attempts++)
        {
            try
            {
                return await attempt();
            }
            catch (TaskFailedException e)
            {
                var soFar = context.CurrentUtcDateTime - began;
                if (!await handler(new RetryContext(context, attempts, e.FailureDetails, soFar, CancellationToken.None))) throw;
            }
        }
    }

    private static bool IsWorthAnother(RetryPolicy policy, TaskFailureDetails failure)
    {
        try
        {
            return policy.ShouldRetry(failure);
        }
#pragma warning disable CA1031 // As officially: a predicate that fails must not hide the task's failure.
        catch (Exception)
#pragma warning restore CA1031
        {
            return false;
        }
    }

    private static bool IsInTime(RetryPolicy policy, TimeSpan soFar) =>
        policy.RetryTimeout == Timeout.InfiniteTimeSpan || soFar < policy.RetryTimeout;

    private static TimeSpan Pause(RetryPolicy policy, int failedAttempts)
    {
        var longest = policy.MaxRetryInterval == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : policy.MaxRetryInterval;
        var milliseconds = policy.FirstRetryInterval.TotalMilliseconds * Math.Pow(policy.BackoffCoefficient, failedAttempts - 1);
        return milliseconds < longest.TotalMilliseconds ? TimeSpan.FromMilliseconds(milliseconds) : longest;
    }
}
