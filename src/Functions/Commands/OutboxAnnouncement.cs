using System.Diagnostics;
using Dfm.Functions.Outbox;

namespace Dfm.Functions.Commands;

/// <summary>
/// Sees to it that a message about the command waits on the outbox queue whenever a commit begins. A message is good for commits that
/// begin within <see cref="OutboxOptions.CommitWithin"/> of its acceptance: the looks that it leads to go on for longer than that.
/// </summary>
public sealed class OutboxAnnouncement
{
    private readonly OutboxQueue queue;
    private readonly string table;
    private readonly string partition;
    private readonly Guid commandId;
    private readonly TimeSpan commitWithin;
    private Task<long> accepted;
    private int count;

    public OutboxAnnouncement(OutboxQueue queue, string table, string partition, Guid commandId, TimeSpan commitWithin)
    {
        (this.queue, this.table, this.partition, this.commandId, this.commitWithin) = (queue, table, partition, commandId, commitWithin);
        accepted = Announce();
    }

    /// <summary>Waits until a message was accepted recently enough.</summary>
    /// <exception cref="OutboxUnavailableException">Service Bus accepts none: nothing may be stored.</exception>
    public async Task EnsureRecent()
    {
        if (Stopwatch.GetElapsedTime(await accepted) <= commitWithin) return;
        accepted = Announce();
        await accepted;
    }

    /// <summary>Waits until Service Bus has accepted or refused the last message; a refusal is not thrown.</summary>
    public async Task Settle() => await ((Task)accepted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async Task<long> Announce()
    {
        await queue.Announce(table, partition, commandId, count++);
        return Stopwatch.GetTimestamp();
    }
}
