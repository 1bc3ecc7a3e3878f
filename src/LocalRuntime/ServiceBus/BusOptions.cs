namespace Dfm.LocalRuntime.ServiceBus;

/// <summary>What a queue's properties are in Azure; tests shorten them.</summary>
internal sealed record BusOptions
{
    /// <summary>The values that Azure's queues have by default.</summary>
    public static readonly BusOptions Default = new();

    /// <summary>How long a received message stays locked.</summary>
    public TimeSpan LockDuration { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How often a message is delivered before it becomes a dead letter.</summary>
    public int MaxDeliveryCount { get; init; } = 10;

    /// <summary>How long a message id is remembered.</summary>
    public TimeSpan DuplicateWindow { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How often a waiting receiver looks for messages that no signal announces: those scheduled, those whose lock ran out,
    /// and those that another process sent.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(3);
}
