using System.Diagnostics;

namespace Dfm.LocalHost.ServiceBus;

/// <summary>A message that this process knows of and, while it is locked here, its delivery.</summary>
internal sealed class Delivery(BusQueue queue, BusRow row) : IDisposable
{
    /// <summary>One write at a time: each makes the version that the next depends on.</summary>
    public SemaphoreSlim Gate { get; } = new(1, 1);

    /// <summary>Its queue.</summary>
    public BusQueue Queue => queue;

    /// <summary>The row as last written or read.</summary>
    public BusRow Row
    {
        get;
        set => (field, Changed) = (value, Stopwatch.GetTimestamp());
    } = row;

    /// <summary>When <see cref="Row"/> was set, by the <see cref="Stopwatch"/>.</summary>
    public long Changed { get; private set; } = Stopwatch.GetTimestamp();

    /// <summary>The token of the lock that this process has; empty for none.</summary>
    public Guid LockToken { get; set; }

    /// <summary>True while a handler of this process has it: meanwhile it is given to no other here, even when the lock was lost.</summary>
    public bool IsRunning { get; set; }

    /// <inheritdoc/>
    public void Dispose() => Gate.Dispose();
}
