using Azure.Messaging.ServiceBus;

namespace Dfm.LocalHost.ServiceBus;

/// <content>Looking without taking.</content>
internal sealed partial class BusQueue
{
    /// <summary>Messages, or dead letters, from a sequence number on; those that are locked or not yet due as well.</summary>
    public IReadOnlyList<ServiceBusReceivedMessage> Peek(bool dead, long from, int most)
    {
        var state = dead ? MessageState.Dead : MessageState.Live;
        lock (guard)
            return [.. rows.Values.Where(row => row.State == state && row.Sequence >= from).Take(most).Select(row => row.Received())];
    }
}
