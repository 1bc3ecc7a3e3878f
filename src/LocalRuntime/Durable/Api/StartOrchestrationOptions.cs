namespace Microsoft.DurableTask;

/// <summary>How a new orchestration is started.</summary>
/// <param name="InstanceId">Its instance id; a new one is made up when null.</param>
/// <param name="StartAt">When it starts; at once when null.</param>
public record StartOrchestrationOptions(string? InstanceId = null, DateTimeOffset? StartAt = default)
{
    /// <summary>A copy of other options.</summary>
    /// <param name="options">The options to copy.</param>
    public StartOrchestrationOptions(StartOrchestrationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        InstanceId = options.InstanceId;
        StartAt = options.StartAt;
        DedupeStatuses = options.DedupeStatuses;
    }

    /// <summary>The statuses in which an instance of the same id forbids the start; the unfinished ones when null.</summary>
    public IReadOnlyList<string>? DedupeStatuses { get; init; }
}
