namespace Microsoft.DurableTask;

/// <summary>Decides whether a failed task is tried again.</summary>
/// <param name="retryContext">What has happened so far.</param>
/// <returns>True to try again.</returns>
public delegate bool RetryHandler(RetryContext retryContext);
