namespace Microsoft.DurableTask;

/// <summary>How a new orchestration is started.</summary>
public record StartOrchestrationOptions
{
    /// <summary>Makes options.</summary>
    /// <param name="InstanceId">The instance's id; a new one is made up when null.</param>
    /// <param name="StartAt">When it starts; at once when null.</param>
#pragma warning disable IDE1006 // The official parameters are named like the properties.
    public StartOrchestrationOptions(string? InstanceId = null, DateTimeOffset? StartAt = default)
#pragma warning restore IDE1006
    {
        this.InstanceId = InstanceId;
        this.StartAt = StartAt;
    }

    /// <summary>A copy of other options.</summary>
    /// <param name="options">The options to copy.</param>
    public StartOrchestrationOptions(StartOrchestrationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        InstanceId = options.InstanceId;
        StartAt = options.StartAt;
        DedupeStatuses = options.DedupeStatuses;
    }

    /// <summary>The instance's id; a new one is made up when null.</summary>
    public string? InstanceId { get; init; }

    /// <summary>When it starts; at once when null.</summary>
    public DateTimeOffset? StartAt { get; init; }

    /// <summary>The statuses in which an instance of the same id forbids the start; the unfinished ones when null.</summary>
    public IReadOnlyList<string>? DedupeStatuses { get; init; }
}
