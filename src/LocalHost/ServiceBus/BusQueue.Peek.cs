using Azure.Messaging.ServiceBus;

namespace Dfm.LocalHost.ServiceBus;

/// <content>Looking without taking, and the dead letters.</content>
internal sealed partial class BusQueue
{
    /// <summary>Messages, or dead letters, from a sequence number on; those that are locked or not yet due as well.</summary>
    public IReadOnlyList<ServiceBusReceivedMessage> Peek(bool dead, long from, int most)
    {
        var state = dead ? MessageState.Dead : MessageState.Live;
        lock (guard)
            return [.. rows.Values.Where(row => row.State == state && row.Sequence >= from).Take(most).Select(row => row.Received())];
    }

    /// <summary>Dead letters from a sequence number on, each with a lock of its own.</summary>
    public IReadOnlyList<ServiceBusReceivedMessage> PeekLocked(long from, int most, DateTimeOffset until)
    {
        lock (guard)
            return
            [
                .. rows.Values.Where(row => row.State == MessageState.Dead && row.Sequence >= from).Take(most)
                    .Select(row => row.Received(Guid.NewGuid(), until)),
            ];
    }

    /// <summary>Deletes a dead letter; one that is gone does not matter.</summary>
    public Task ForgetAsync(long sequence, CancellationToken cancellationToken)
    {
        BusRow? dead;
        lock (guard)
        {
            if (!rows.TryGetValue(sequence, out dead) || dead.State != MessageState.Dead) return Task.CompletedTask;
        }

        return ReplaceAsync(dead, dead.Completed(), cancellationToken);
    }
}
