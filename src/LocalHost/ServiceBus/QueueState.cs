using Azure.Messaging.ServiceBus;

namespace Dfm.LocalHost.ServiceBus;

/// <summary>What is in a queue and in its dead-letter queue.</summary>
/// <param name="Name">The queue.</param>
/// <param name="Length">Messages in it: waiting, locked and scheduled.</param>
/// <param name="Scheduled">Those that are not yet due.</param>
/// <param name="Locked">Those that are being handled.</param>
/// <param name="Waiting">Those that can be received.</param>
/// <param name="DeadLetters">Those that could not be handled.</param>
internal sealed record QueueState(
    string Name,
    int Length,
    int Scheduled,
    int Locked,
    IReadOnlyList<ServiceBusReceivedMessage> Waiting,
    IReadOnlyList<ServiceBusReceivedMessage> DeadLetters)
{
    /// <summary>Sorts the rows of a queue.</summary>
    public static QueueState Of(string name, IEnumerable<BusRow> rows, DateTimeOffset now)
    {
        var all = rows.OrderBy(row => row.Sequence).ToLookup(row => row.State);
        var live = all[BusRow.Live].ToLookup(row => (IsVisible: row.Visible <= now, IsNew: row.Deliveries == 0));
        return new QueueState(
            name,
            all[BusRow.Live].Count(),
            live[(false, true)].Count(),
            live[(false, false)].Count(),
            [.. all[BusRow.Live].Where(row => row.Visible <= now).Select(row => row.Received(name))],
            [.. all[BusRow.Dead].Select(row => row.Received(name))]);
    }
}
