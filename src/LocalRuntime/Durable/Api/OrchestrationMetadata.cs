namespace Microsoft.DurableTask.Client;

/// <summary>An orchestration instance as it stood when it was read.</summary>
/// <param name="name">The orchestrator's name.</param>
/// <param name="instanceId">The instance's id.</param>
public sealed class OrchestrationMetadata(string name, string instanceId)
{
    /// <summary>The orchestrator's name.</summary>
    public string Name { get; } = name;

    /// <summary>The instance's id.</summary>
    public string InstanceId { get; } = instanceId;

    /// <summary>Reads the payloads; null when inputs and outputs were not asked for.</summary>
    public DataConverter? DataConverter { get; init; }

    /// <summary>Where the instance stands.</summary>
    public OrchestrationRuntimeStatus RuntimeStatus { get; init; }

    /// <summary>When it was scheduled, in UTC.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it last changed, in UTC.</summary>
    public DateTimeOffset LastUpdatedAt { get; init; }

    /// <summary>Its input as JSON; null unless inputs and outputs were asked for.</summary>
    public string? SerializedInput { get; init; }

    /// <summary>Its output as JSON; null unless inputs and outputs were asked for.</summary>
    public string? SerializedOutput { get; init; }

    /// <summary>Its custom status as JSON; null unless inputs and outputs were asked for.</summary>
    public string? SerializedCustomStatus { get; init; }

    /// <summary>Why it failed; null unless it did and inputs and outputs were asked for.</summary>
    public TaskFailureDetails? FailureDetails { get; init; }

    /// <summary>Whether it is <see cref="OrchestrationRuntimeStatus.Running"/>.</summary>
    public bool IsRunning => RuntimeStatus == OrchestrationRuntimeStatus.Running;

    /// <summary>Whether it is finished: completed, failed or terminated.</summary>
    public bool IsCompleted => RuntimeStatus
        is OrchestrationRuntimeStatus.Completed or OrchestrationRuntimeStatus.Failed or OrchestrationRuntimeStatus.Terminated;

    /// <summary>Its input.</summary>
    /// <typeparam name="T">The input's type.</typeparam>
    /// <exception cref="InvalidOperationException">Inputs and outputs were not asked for.</exception>
    public T? ReadInputAs<T>() => Converter.Deserialize<T>(SerializedInput);

    /// <summary>Its output.</summary>
    /// <typeparam name="T">The output's type.</typeparam>
    /// <exception cref="InvalidOperationException">Inputs and outputs were not asked for.</exception>
    public T? ReadOutputAs<T>() => Converter.Deserialize<T>(SerializedOutput);

    /// <summary>Its custom status.</summary>
    /// <typeparam name="T">The status's type.</typeparam>
    /// <exception cref="InvalidOperationException">Inputs and outputs were not asked for.</exception>
    public T? ReadCustomStatusAs<T>() => Converter.Deserialize<T>(SerializedCustomStatus);

    /// <inheritdoc/>
    public override string ToString() => $"[Name: '{Name}', ID: '{InstanceId}', RuntimeStatus: {RuntimeStatus}, "
        + $"CreatedAt: {CreatedAt:s}, LastUpdatedAt: {LastUpdatedAt:s}]";

    private DataConverter Converter => DataConverter
        ?? throw new InvalidOperationException("The instance was read without the option to include inputs and outputs.");
}
