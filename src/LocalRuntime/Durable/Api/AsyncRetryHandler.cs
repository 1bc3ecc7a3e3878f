namespace Microsoft.DurableTask;

/// <summary>Decides whether a failed task is tried again; may wait for durable timers before it answers.</summary>
/// <param name="retryContext">What has happened so far.</param>
/// <returns>True to try again.</returns>
public delegate Task<bool> AsyncRetryHandler(RetryContext retryContext);
