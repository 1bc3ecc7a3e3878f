namespace Microsoft.DurableTask;

/// <summary>How a sub-orchestration is called.</summary>
public record SubOrchestrationOptions : TaskOptions
{
    /// <summary>Makes options.</summary>
    /// <param name="retry">What happens after a failure; no retry when null.</param>
    /// <param name="instanceId">The id of the new instance; a deterministic one is made up when null.</param>
    public SubOrchestrationOptions(TaskRetryOptions? retry = null, string? instanceId = null)
        : base(retry) => InstanceId = instanceId;

    /// <summary>Makes options from those of any task.</summary>
    /// <param name="options">The options to copy.</param>
    /// <param name="instanceId">The id of the new instance; that of <paramref name="options"/>, if any, when null.</param>
    public SubOrchestrationOptions(TaskOptions options, string? instanceId = null)
        : base(options) => InstanceId = instanceId ?? (options as SubOrchestrationOptions)?.InstanceId;

    /// <summary>A copy of other options.</summary>
    /// <param name="options">The options to copy.</param>
    public SubOrchestrationOptions(SubOrchestrationOptions options)
        : base(options) => InstanceId = options.InstanceId;

    /// <summary>The id of the new instance; a deterministic one is made up when null.</summary>
    public string? InstanceId { get; init; }
}
