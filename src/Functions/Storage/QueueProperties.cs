namespace Dfm.Functions.Storage;

/// <summary>What the app rests on in its queues, as <c>infra/bicep/modules/serviceBus.bicep</c> creates them.</summary>
public static class QueueProperties
{
    /// <summary>
    /// What a process had taken when it died comes again after this time. The host renews it while a function runs, so it need not cover
    /// the longest run; it covers a mail's (claim, send, record), so that a renewal that fails costs nothing.
    /// </summary>
    public static readonly TimeSpan LockDuration = TimeSpan.FromMinutes(1);

    /// <summary>
    /// So many deliveries make a dead letter. Functions settle their messages whatever fails, so that a delivery is used up only where a
    /// process dies.
    /// </summary>
    public const int MaxDeliveryCount = 10;

    /// <summary>
    /// For how long a message's id is remembered: a second copy within it is dropped. It saves work alone, correctness does not rest on it.
    /// </summary>
    public static readonly TimeSpan DuplicateDetectionWindow = TimeSpan.FromMinutes(10);
}
