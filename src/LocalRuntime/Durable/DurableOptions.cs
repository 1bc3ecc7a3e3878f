namespace Dfm.LocalRuntime.Durable;

/// <summary>How the engine works.</summary>
internal sealed record DurableOptions
{
    /// <summary>The task hub: the name of its table.</summary>
    public string HubName { get; init; } = "TestHubName";

    /// <summary>How many activities run at the same time.</summary>
    public int MaxConcurrentActivities { get; init; } = 10 * Environment.ProcessorCount;

    /// <summary>How many orchestrators run, or store a turn, at the same time.</summary>
    public int MaxConcurrentOrchestrators { get; init; } = 10 * Environment.ProcessorCount;

    /// <summary>How many idle runs are kept in memory rather than replayed.</summary>
    public int MostIdleRuns { get; init; } = 1000;

    /// <summary>Forgets every run after every turn, and replays it for the next: to find code that is not deterministic.</summary>
    public bool ReplaysAlways { get; init; }
}
