using Azure.Messaging.ServiceBus;

namespace Dfm.LocalHost.ServiceBus;

/// <summary>
/// A queue: its messages in memory, each as its row in the table has it. Every step of a message is one write, made before it counts
/// here, and one that can be repeated. Who holds a message is known here alone: after a crash nobody holds any.
/// </summary>
internal sealed partial class BusQueue
{
    private const long LargestSize = 256 * 1024; // The standard tier's limit, in bytes.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private readonly BusAccount account;
    private readonly Lock guard = new();
    private readonly SortedDictionary<long, BusRow> rows = []; // Live and dead, by sequence number.
    private readonly SortedSet<(DateTimeOffset Due, long Sequence)> waiting = []; // Live and not locked, in the order of delivery.
    private readonly Dictionary<Guid, (long Sequence, DateTimeOffset End)> locks = [];
    private readonly MessageIds ids = new();
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long lastSequence;

    private DateTimeOffset Now => account.Time.GetUtcNow();

    public BusQueue(BusAccount account, string name, params IEnumerable<BusRow> stored)
    {
        (this.account, Name) = (account, name);
        foreach (var row in stored)
        {
            lastSequence = row.Sequence;
            ids.Stored(row);
            Place(row);
        }
    }

    public string Name { get; }

    public QueueState Read()
    {
        lock (guard)
        {
            FreeExpired();
            var (dead, now) = (rows.Values.Where(row => row.State == MessageState.Dead).ToList(), Now);
            var ready = waiting.Count(one => one.Due <= now);
            var length = rows.Count - dead.Count;
            return new(Name, length, waiting.Count - ready, length - waiting.Count, ready, dead);
        }
    }

    /// <summary>
    /// Sends messages, all of them or none, and returns their sequence numbers; duplicates are dropped. In the same transaction it writes
    /// <paramref name="gone"/>, the dead letter that the message was.
    /// </summary>
    public async Task<IReadOnlyList<long>> SendAsync(IReadOnlyList<ServiceBusMessage> messages, BusRow? gone, CancellationToken cancellationToken)
    {
        List<BusRow> all;
        DateTimeOffset now;
        MessageIds.Turn turn;
        lock (guard)
        {
            now = Now;
            all = [.. messages.Select(message => BusRow.Of(message, lastSequence = Math.Max(lastSequence + 1, now.UtcTicks), now))];
            if (all.Sum(row => (long)row.Amqp.Length) is > LargestSize and var size)
                throw new ServiceBusException($"{size} bytes; the limit is {LargestSize}.", ServiceBusFailureReason.MessageSizeExceeded, Name);
            turn = ids.Enter(all.Select(row => row.Id));
        }

        await turn.Comes;
        List<BusRow> stored = [];
        try
        {
            List<BusRow> written = gone is null ? [] : [gone];
            lock (guard) written.AddRange(all.DistinctBy(row => row.Id).Select(row => ids.Register(row, now)).OfType<BusRow>());
            if (written.Count > 0) await account.WriteAsync(Name, written, cancellationToken);
            stored = written;
        }
        finally
        {
            lock (guard) ids.Leave(turn, stored);
        }

        foreach (var row in stored) Place(row);
        return [.. all.Select(row => stored.Find(one => one.Id == row.Id)?.Sequence ?? row.Sequence)];
    }

    /// <summary>Takes a message back that is not yet due.</summary>
    public Task CancelAsync(long sequence, CancellationToken cancellationToken)
    {
        BusRow? row;
        lock (guard)
        {
            if (!rows.TryGetValue(sequence, out row) || row.Due <= Now || !waiting.Remove((row.Due, sequence)))
                throw new ServiceBusException($"Message {sequence} is not scheduled.", ServiceBusFailureReason.MessageNotFound, Name);
        }

        return ReplaceAsync(row, row.Completed(), cancellationToken);
    }

    /// <summary>Waits for a message, locks it and counts its delivery.</summary>
    public async Task<ServiceBusReceivedMessage> ReceiveAsync(TimeSpan lockDuration, CancellationToken cancellationToken)
    {
        while (true)
        {
            var row = await TakeAsync(cancellationToken);
            var (token, end) = (Guid.NewGuid(), Now + lockDuration);
            var next = row.Received().ExpiresAt <= Now ? row.Completed() : row.Abandoned();
            if (next.State == MessageState.Live) next = next with { Deliveries = row.Deliveries + 1 };
            // Not cancelled: what becomes of the row would be unknown.
            await ReplaceAsync(row, next, CancellationToken.None, (token, end));
            if (next.State == MessageState.Live) return next.Received(token, end);
        }
    }

    public bool Holds(Guid lockToken)
    {
        lock (guard)
        {
            FreeExpired();
            return locks.ContainsKey(lockToken);
        }
    }

    /// <summary>Gives up a lock; a message that is live then comes again at once.</summary>
    public Task SettleAsync(Guid lockToken, Func<BusRow, BusRow> change, CancellationToken cancellationToken)
    {
        BusRow row;
        lock (guard)
        {
            FreeExpired();
            if (!locks.Remove(lockToken, out var held)) throw LockLost();
            row = rows[held.Sequence];
        }

        return ReplaceAsync(row, change(row), cancellationToken);
    }

    public static ServiceBusException LockLost() =>
        new("The message's lock ran out, or the message is settled.", ServiceBusFailureReason.MessageLockLost);

    private async Task<BusRow> TakeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var change = Volatile.Read(ref changed).Task;
            TimeSpan wait;
            lock (guard)
            {
                // Here, so that what is sent after the cancellation is not taken.
                cancellationToken.ThrowIfCancellationRequested();
                FreeExpired();
                var next = waiting.Count > 0 ? waiting.Min : (Due: DateTimeOffset.MaxValue, Sequence: 0);
                if (next.Due <= Now && waiting.Remove(next)) return rows[next.Sequence];
                wait = locks.Values.Select(held => held.End).Append(next.Due).Min() - Now;
            }

            // A timer counts whole milliseconds: one more, to be there when it is time.
            wait = wait < LongestWait ? wait + TimeSpan.FromMilliseconds(1) : LongestWait;
            await change.WaitAsync(wait, account.Time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Writes what becomes of a message that was taken; where that fails it comes again.</summary>
    private async Task ReplaceAsync(
        BusRow row, BusRow next, CancellationToken cancellationToken, (Guid Token, DateTimeOffset End)? hold = null)
    {
        try
        {
            if (next != row) await account.WriteAsync(Name, [next], cancellationToken);
        }
        catch
        {
            Place(row);
            throw;
        }

        Place(next, hold);
    }

    private void Place(BusRow row, (Guid Token, DateTimeOffset End)? hold = null)
    {
        lock (guard)
        {
            if (row.State == MessageState.Done) rows.Remove(row.Sequence);
            else rows[row.Sequence] = row;
            if (row.State == MessageState.Live && hold is { } held) locks[held.Token] = (row.Sequence, held.End);
            else if (row.State == MessageState.Live) waiting.Add((row.Due, row.Sequence));
        }

        Interlocked.Exchange(ref changed, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
    }

    private void FreeExpired()
    {
        foreach (var (token, held) in locks.Where(one => one.Value.End <= Now).ToList())
        {
            locks.Remove(token);
            waiting.Add((rows[held.Sequence].Due, held.Sequence));
        }
    }
}
