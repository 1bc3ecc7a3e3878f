namespace Microsoft.DurableTask.Client;

/// <summary>Which orchestration instances to list.</summary>
/// <param name="CreatedFrom">Created at this time or later.</param>
/// <param name="CreatedTo">Created at this time or earlier.</param>
/// <param name="Statuses">In one of these statuses; any when null.</param>
/// <param name="TaskHubNames">In one of these task hubs; the client's own when null.</param>
/// <param name="InstanceIdPrefix">With an id that starts so.</param>
/// <param name="PageSize">How many a page holds at most.</param>
/// <param name="FetchInputsAndOutputs">Whether to read inputs, outputs and custom statuses too.</param>
/// <param name="ContinuationToken">Where to go on; the start when null.</param>
public record OrchestrationQuery(
    DateTimeOffset? CreatedFrom = default,
    DateTimeOffset? CreatedTo = default,
    IEnumerable<OrchestrationRuntimeStatus>? Statuses = null,
    IEnumerable<string>? TaskHubNames = null,
    string? InstanceIdPrefix = null,
    int PageSize = OrchestrationQuery.DefaultPageSize,
    bool FetchInputsAndOutputs = false,
    string? ContinuationToken = null)
{
    /// <summary>How many a page holds at most, unless told.</summary>
    public const int DefaultPageSize = 100;
}
