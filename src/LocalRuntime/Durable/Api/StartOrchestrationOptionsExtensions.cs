namespace Microsoft.DurableTask.Client;

/// <summary>Typed deduplication statuses for <see cref="StartOrchestrationOptions"/>.</summary>
public static class StartOrchestrationOptionsExtensions
{
    /// <summary>These options, with the statuses in which an instance of the same id forbids the start.</summary>
    /// <param name="options">The options.</param>
    /// <param name="dedupeStatuses">The statuses.</param>
    public static StartOrchestrationOptions WithDedupeStatuses(
        this StartOrchestrationOptions options, params OrchestrationRuntimeStatus[] dedupeStatuses)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options with { DedupeStatuses = [.. dedupeStatuses.Select(s => s.ToString())] };
    }
}
