namespace Microsoft.DurableTask.Client;

/// <summary>Which finished instances to purge.</summary>
/// <param name="CreatedFrom">Created at this time or later.</param>
/// <param name="CreatedTo">Created at this time or earlier.</param>
/// <param name="Statuses">In one of these statuses; any finished one when null.</param>
public record PurgeInstancesFilter(
    DateTimeOffset? CreatedFrom = default,
    DateTimeOffset? CreatedTo = default,
    IEnumerable<OrchestrationRuntimeStatus>? Statuses = null);
