using System.Collections.Concurrent;
using System.Diagnostics;
using Azure;
using Azure.Data.Tables;
using Azure.Messaging.ServiceBus;

namespace Dfm.LocalHost.ServiceBus;

/// <summary>
/// A queue. The table has the truth; in memory stands what this process knows of it, in the order in which it can be received, so that
/// what is sent or due here is delivered without looking for it. What is known may be out of date: every write names the version that it
/// is based on, and a refused one reads the row again.
/// </summary>
internal sealed class BusQueue(BusAccount account, string name)
{
    private readonly Lock guard = new();
    private readonly Dictionary<string, Delivery> known = [];
    // Has outdated entries too: those whose instant is no longer their row's.
    private readonly PriorityQueue<Delivery, (DateTimeOffset Visible, long Sequence)> order = new();
    private readonly ConcurrentDictionary<Guid, Delivery> locks = new();
    private readonly BusSends sends = new(account, name);
    private TaskCompletionSource signal = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Its name.</summary>
    public string Name => name;

    /// <summary>Completes when there may be more to receive. Take it first, then look, then wait: so nothing is missed in between.</summary>
    public Task Signal => Volatile.Read(ref signal).Task;

    private DateTimeOffset Now => account.Time.GetUtcNow();

    private BusOptions Options => account.Options;

    /// <summary>Sends messages, all of them or none; duplicates are dropped.</summary>
    /// <returns>Their sequence numbers.</returns>
    public async Task<IReadOnlyList<long>> SendAsync(IReadOnlyList<ServiceBusMessage> messages, CancellationToken cancellationToken)
    {
        var rows = messages.Select(message => BusRow.Of(message, Now)).ToList();
        foreach (var row in await Translated(() => sends.SendAsync(rows, cancellationToken))) Enqueue(new Delivery(this, row));
        Pulse();
        return [.. rows.Select(row => row.Sequence)];
    }

    /// <summary>Takes a message back that is not yet due.</summary>
    public Task CancelAsync(long sequence, CancellationToken cancellationToken) => Translated(async () =>
    {
        var found = await QueryAsync(TableClient.CreateQueryFilter($"PartitionKey eq {name} and Sequence eq {sequence}"), cancellationToken);
        try
        {
            var row = found.SingleOrDefault(row => row is { State: BusRow.Live, Deliveries: 0 } && row.Visible > Now) ?? throw LockLost(null);
            await UpdateAsync(row.Emptied(), TableUpdateMode.Replace, cancellationToken);
            Forget(row.Key);
        }
        catch (ServiceBusException lost) when (lost.Reason == ServiceBusFailureReason.MessageLockLost)
        {
            throw new ServiceBusException($"Message {sequence} is not scheduled.", ServiceBusFailureReason.MessageNotFound, name, lost);
        }
    });

    /// <summary>Sends one dead letter, or all, again. Each is one transaction: a crash leaves the dead letter or the new message.</summary>
    /// <returns>How many were sent.</returns>
    public async Task<int> ResubmitAsync(long? sequence, CancellationToken cancellationToken)
    {
        var dead = await ReadAsync(BusRow.Dead, cancellationToken);
        var count = 0;
        foreach (var row in dead.Where(row => row.Sequence == (sequence ?? row.Sequence)).OrderBy(row => row.Sequence))
        {
            if (await Translated(() => sends.ResubmitAsync(row, cancellationToken)) is not { } sent) continue;
            Enqueue(new Delivery(this, sent));
            count++;
        }

        Pulse();
        return count;
    }

    /// <summary>Forgets the ids that are older than the window.</summary>
    public Task SweepAsync(CancellationToken cancellationToken) => Translated(() => sends.SweepAsync(cancellationToken));

    /// <summary>Reads what other processes did, or this one before it was started.</summary>
    /// <returns>Whether there was anything new.</returns>
    public async Task<bool> RefreshAsync(CancellationToken cancellationToken)
    {
        var begun = Stopwatch.GetTimestamp();
        var rows = await ReadAsync(BusRow.Live, cancellationToken);
        var isNew = false;
        lock (guard)
        {
            foreach (var row in rows)
            {
                if (!known.TryGetValue(row.Key, out var delivery)) delivery = new Delivery(this, row);
                else if (delivery.Row.ETag == row.ETag || delivery.IsRunning || delivery.Changed > begun) continue;
                // Somebody else has written it: a lock that it had here is lost, before the row is the new one.
                locks.TryRemove(delivery.LockToken, out _);
                if (delivery.Row != row) delivery.Row = row;
                Enqueue(delivery);
                isNew = true;
            }
        }

        return isNew;
    }

    /// <summary>The messages in a state, as the table has them.</summary>
    public Task<IReadOnlyList<BusRow>> ReadAsync(string state, CancellationToken cancellationToken) =>
        QueryAsync(TableClient.CreateQueryFilter($"PartitionKey eq {name} and State eq {state}"), cancellationToken);

    /// <summary>Waits for a signal, until an instant or, on demand, until the next known message can be received.</summary>
    public async Task WaitAsync(Task forSignal, DateTimeOffset end, bool forMessage, CancellationToken cancellationToken)
    {
        lock (guard)
        {
            if (forMessage && order.TryPeek(out _, out var next) && next.Visible < end) end = next.Visible;
        }

        // A timer counts whole milliseconds: one more, to be there when it is time.
        var wait = end - Now + TimeSpan.FromMilliseconds(1);
        if (wait <= TimeSpan.Zero) return;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(forSignal, Task.Delay(wait, account.Time, ended.Token));
        await ended.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Locks what can be received now.</summary>
    /// <param name="max">At most so many messages.</param>
    /// <param name="areRunning">Whether handlers run for them until <see cref="Release"/>.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    public async Task<IReadOnlyList<Delivery>> TakeAsync(int max, bool areRunning, CancellationToken cancellationToken)
    {
        var attempts = TakeVisible(max).Select(delivery => LockAsync(delivery, areRunning, cancellationToken)).ToList();
        Task all = Task.WhenAll(attempts);
        await all.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var taken = attempts.Where(one => one.IsCompletedSuccessfully).Select(one => one.Result).OfType<Delivery>().ToList();
        // The others stay known: what was locked is not kept waiting for them.
        if (taken.Count == 0) await Translated(() => all);
        return taken;
    }

    /// <summary>The handler has ended: what it did not settle comes again when its lock runs out.</summary>
    public void Release(Delivery delivery)
    {
        lock (guard)
        {
            delivery.IsRunning = false;
            if (known.ContainsKey(delivery.Row.Key)) Enqueue(delivery);
        }

        Pulse();
    }

    /// <summary>What this process has locked with a token; null when it has nothing.</summary>
    public Delivery? Find(Guid lockToken) => locks.GetValueOrDefault(lockToken);

    /// <summary>Completes a message: it is gone.</summary>
    public Task CompleteAsync(Guid lockToken, CancellationToken cancellationToken) =>
        SettleAsync(lockToken, row => row.Emptied(), TableUpdateMode.Replace, cancellationToken);

    /// <summary>Gives a message back: it is delivered again at once, unless it was delivered too often.</summary>
    public Task AbandonAsync(Guid lockToken, IDictionary<string, object>? properties, CancellationToken cancellationToken) => SettleAsync(
        lockToken,
        row => IsWornOut(row) ? DeadAfterTooMany(row.With(properties)) : row.With(properties) with { Visible = Now },
        TableUpdateMode.Replace,
        cancellationToken);

    /// <summary>Puts a message aside.</summary>
    public Task DeadLetterAsync(
        Guid lockToken,
        IDictionary<string, object>? properties,
        string? reason,
        string? description,
        CancellationToken cancellationToken) =>
        SettleAsync(lockToken, row => DeadLetter(row.With(properties), reason, description), TableUpdateMode.Replace, cancellationToken);

    /// <summary>Locks a message for longer.</summary>
    /// <returns>The new end of its lock.</returns>
    public async Task<DateTimeOffset> RenewAsync(Guid lockToken, CancellationToken cancellationToken)
    {
        var row = await SettleAsync(
            lockToken, row => row with { Visible = Now + Options.LockDuration }, TableUpdateMode.Merge, cancellationToken);
        return row.Visible;
    }

    /// <summary>
    /// Renews the lock of a running message without the thread pool, which the handlers may have used up. Where the lock ran out and nobody
    /// else took the message, as when the whole process was halted, it has it again.
    /// </summary>
    public void Renew(Delivery delivery)
    {
        // Not while it is settled.
        if (!delivery.Gate.Wait(0)) return;
        var write = Guid.NewGuid();
        try
        {
            if (!locks.ContainsKey(delivery.LockToken)) return;
            var renewed = delivery.Row with { Write = write, Visible = Now + Options.LockDuration };
            using var answer = account.Table.UpdateEntity(renewed.Head(name), renewed.ETag, TableUpdateMode.Merge);
            delivery.Row = renewed with { ETag = answer.Headers.ETag!.Value };
        }
        catch (RequestFailedException refused) when (refused.Status is 404 or 412)
        {
            var found = account.Table.GetEntityIfExists<TableEntity>(name, delivery.Row.Key);
            if (found.HasValue && BusRow.Read(found.Value!) is var row && row.Write == write) delivery.Row = row;
            else locks.TryRemove(delivery.LockToken, out _);
        }
        finally
        {
            delivery.Gate.Release();
        }
    }

    private List<Delivery> TakeVisible(int max)
    {
        var taken = new List<Delivery>();
        lock (guard)
        {
            while (taken.Count < max && order.TryPeek(out var delivery, out var at) && at.Visible <= Now)
            {
                order.Dequeue();
                var isCurrent = known.GetValueOrDefault(delivery.Row.Key) == delivery && delivery.Row.Visible == at.Visible;
                if (isCurrent && !delivery.IsRunning && !taken.Contains(delivery)) taken.Add(delivery);
            }
        }

        return taken;
    }

    private async Task<Delivery?> LockAsync(Delivery delivery, bool isRunning, CancellationToken cancellationToken)
    {
        await delivery.Gate.WaitAsync(cancellationToken);
        var row = delivery.Row;
        try
        {
            if (row.Visible > Now || delivery.IsRunning) return null;
            locks.TryRemove(delivery.LockToken, out _);
            if (IsWornOut(row) || row.Received(name).ExpiresAt <= Now)
            {
                await UpdateAsync(IsWornOut(row) ? DeadAfterTooMany(row) : row.Emptied(), TableUpdateMode.Replace, cancellationToken);
                Forget(row.Key);
                return null;
            }

            var locked = row with { Visible = Now + Options.LockDuration, Deliveries = row.Deliveries + 1 };
            delivery.Row = await UpdateAsync(locked, TableUpdateMode.Merge, cancellationToken);
            delivery.LockToken = Guid.NewGuid();
            delivery.IsRunning = isRunning;
            locks[delivery.LockToken] = delivery;
            Enqueue(delivery);
            return delivery;
        }
        catch (ServiceBusException lost) when (lost.Reason == ServiceBusFailureReason.MessageLockLost)
        {
            if (await sends.ReadAsync(delivery.Row.Key, cancellationToken) is { } found) delivery.Row = found;
            if (delivery.Row.State == BusRow.Live && delivery.Row.ETag != row.ETag) Enqueue(delivery);
            else Forget(delivery.Row.Key);
            return null;
        }
        catch
        {
            Enqueue(delivery);
            throw;
        }
        finally
        {
            delivery.Gate.Release();
        }
    }

    private async Task<BusRow> SettleAsync(
        Guid lockToken, Func<BusRow, BusRow> change, TableUpdateMode mode, CancellationToken cancellationToken)
    {
        var delivery = Find(lockToken) ?? throw LockLost(null);
        await delivery.Gate.WaitAsync(cancellationToken);
        try
        {
            var row = delivery.Row;
            // While its handler runs, the row's version alone decides: it is the message's latest delivery.
            if (!locks.ContainsKey(lockToken) || (row.Visible <= Now && !delivery.IsRunning)) throw LockLost(null);
            var changed = await Translated(() => UpdateAsync(change(row), mode, cancellationToken));
            delivery.Row = changed;
            if (mode == TableUpdateMode.Replace) locks.TryRemove(lockToken, out _);
            if (changed.State == BusRow.Live) Enqueue(delivery);
            else Forget(changed.Key);
            Pulse();
            return changed;
        }
        finally
        {
            delivery.Gate.Release();
        }
    }

    /// <summary>Writes a row on condition that nobody else did since it was read.</summary>
    /// <exception cref="ServiceBusException">Somebody did (<see cref="ServiceBusFailureReason.MessageLockLost"/>).</exception>
    private async Task<BusRow> UpdateAsync(BusRow row, TableUpdateMode mode, CancellationToken cancellationToken)
    {
        row = row with { Write = Guid.NewGuid() };
        var table = await account.TableAsync();
        try
        {
            var entity = mode == TableUpdateMode.Replace ? row.Whole(name) : row.Head(name);
            using var answer = await table.UpdateEntityAsync(entity, row.ETag, mode, cancellationToken);
            return row with { ETag = answer.Headers.ETag!.Value };
        }
        catch (RequestFailedException refused) when (refused.Status is 404 or 412)
        {
            // The request may be the repetition of one whose answer was lost.
            return await sends.ReadAsync(row.Key, cancellationToken) is { } found && found.Write == row.Write ? found : throw LockLost(refused);
        }
    }

    private Task<IReadOnlyList<BusRow>> QueryAsync(string filter, CancellationToken cancellationToken) =>
        Translated<IReadOnlyList<BusRow>>(async () =>
        {
            var rows = new List<BusRow>();
            var table = await account.TableAsync();
            await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken)) rows.Add(BusRow.Read(row));
            return rows;
        });

    private void Pulse() =>
        Interlocked.Exchange(ref signal, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    private void Enqueue(Delivery delivery)
    {
        lock (guard)
        {
            known[delivery.Row.Key] = delivery;
            order.Enqueue(delivery, (delivery.Row.Visible, delivery.Row.Sequence));
        }
    }

    private void Forget(string key)
    {
        lock (guard) known.Remove(key);
    }

    private bool IsWornOut(BusRow row) => row.Deliveries >= Options.MaxDeliveryCount;

    private BusRow DeadAfterTooMany(BusRow row) => DeadLetter(
        row, "MaxDeliveryCountExceeded", $"Message could not be consumed after {Options.MaxDeliveryCount} delivery attempts.");

    private static BusRow DeadLetter(BusRow row, string? reason, string? description)
    {
        var notes = new Dictionary<string, object>();
        if (reason is not null) notes["DeadLetterReason"] = reason;
        if (description is not null) notes["DeadLetterErrorDescription"] = description;
        return row.With(notes) with { State = BusRow.Dead };
    }

    private ServiceBusException LockLost(Exception? cause) =>
        new("The message's lock ran out, or the message is settled.", ServiceBusFailureReason.MessageLockLost, name, cause);

    private Task<bool> Translated(Func<Task> operation) => Translated(async () =>
    {
        await operation();
        return true;
    });

    /// <summary>Storage's failures as Service Bus would report them.</summary>
    private async Task<T> Translated<T>(Func<Task<T>> operation)
    {
        try
        {
            return await operation();
        }
        catch (Exception failure) when (failure is RequestFailedException or AggregateException)
        {
            // The second is what the storage client throws after its retries.
            var isRefused = failure is RequestFailedException { Status: not (0 or 429 or >= 500) };
            throw new ServiceBusException(
                $"The storage behind the queue failed: {failure.Message}",
                isRefused ? ServiceBusFailureReason.GeneralError : ServiceBusFailureReason.ServiceCommunicationProblem,
                name,
                failure);
        }
    }
}
