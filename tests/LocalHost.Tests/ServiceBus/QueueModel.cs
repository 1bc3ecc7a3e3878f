using System.Globalization;
using Azure.Messaging.ServiceBus;

namespace Dfm.LocalHost.Tests.ServiceBus;

/// <summary>
/// A queue as a model in memory. Where the outcome hangs on the moment (a lock that may just have run out), the model is told when the
/// call began and ended, and demands only what holds for every moment in between. So no delay of the machine makes it wrong.
/// </summary>
internal sealed class QueueModel
{
    public const int MaxDeliveries = 2;

    private static readonly TimeSpan Lock = TimeSpan.FromSeconds(2);

    private readonly List<Entry> entries = [];

    private readonly HashSet<string> ids = [];

    public enum Status
    {
        Waiting,
        Locked,
        Completed,
        Dead,
        Cancelled,
        Dropped,
    }

    public IReadOnlyList<Entry> Entries => entries;

    /// <summary>A message on its way into the queue, or a duplicate; its text is the number by which it is known again.</summary>
    public Entry Add(string? id, TimeSpan? timeToLive = null, DateTimeOffset? due = null)
    {
        var entry = new Entry(entries.Count, id, due, timeToLive);
        if (id is not null && !ids.Add(id)) entry.Status = Status.Dropped;
        entries.Add(entry);
        return entry;
    }

    public static void Cancelled(Entry entry, bool succeeded, Span span)
    {
        if (succeeded)
        {
            Assert.True(entry.Status == Status.Waiting && span.Begun < entry.Due, $"{entry} was cancelled.");
            entry.Status = Status.Cancelled;
        }
        else
        {
            Assert.True(entry.Status != Status.Waiting || entry.Due <= span.Ended, $"{entry} was not found to be cancelled.");
        }
    }

    /// <summary>Messages came: each was there to come. If there were no more than could come, all came.</summary>
    public void Received(IReadOnlyList<ServiceBusReceivedMessage> messages, bool isAll, Span span)
    {
        var expected = isAll && entries.Count(MayBeInTheQueue) <= 32 ? entries.Where(IsCertain).ToList() : [];
        foreach (var message in messages) Received(message, span);
        Assert.All(expected, entry => Assert.Contains(messages, message => Of(message) == entry));
    }

    /// <summary>As in Azure, locked and scheduled messages are seen too.</summary>
    public void Peeked(IReadOnlyList<ServiceBusReceivedMessage> messages) => Assert.All(messages, message =>
    {
        var entry = Of(message);
        Assert.True(MayBeInTheQueue(entry), $"{entry} was peeked at.");
        Assert.Equal(entry.Deliveries, message.DeliveryCount);
    });

    /// <summary>A message that was held under a lock until then was settled, or its lock was lost.</summary>
    public void Settled(ServiceBusReceivedMessage message, DateTimeOffset until, Settlement how, bool succeeded, Span span)
    {
        var entry = Of(message);
        if (!succeeded)
        {
            Assert.True(until <= span.Ended, $"The lock of {entry} was lost before its time.");
            return;
        }

        Assert.True(span.Begun < until && entry.Status == Status.Locked && entry.Message == message, $"{entry} was settled.");
        if (how == Settlement.Renew) Assert.True(message.LockedUntil >= span.Begun + Lock, $"{entry} was renewed.");
        entry.Status = how switch
        {
            Settlement.Complete => Status.Completed,
            Settlement.DeadLetter => Status.Dead,
            Settlement.Abandon => entry.Deliveries < MaxDeliveries ? Status.Waiting : Status.Dead,
            _ => Status.Locked,
        };
    }

    /// <summary>True when nothing more will happen to the message.</summary>
    public static bool IsAtRest(Entry entry, DateTimeOffset now) =>
        entry.Status is Status.Completed or Status.Dead or Status.Cancelled or Status.Dropped
        || entry.ExpiresAt <= now || entry.Due > now.AddMinutes(1)
        || (entry.Status == Status.Locked && entry.Deliveries == MaxDeliveries && entry.LockedUntil <= now);

    /// <summary>In the end: what lies where.</summary>
    public void Finished(int length, int scheduled, IReadOnlyList<ServiceBusReceivedMessage> deadLetters)
    {
        var now = DateTimeOffset.UtcNow;
        var later = entries.Count(entry => entry.Status == Status.Waiting && entry.Due > now);
        Assert.Equal((later, later), (length, scheduled));
        var dead = deadLetters.Select(Of).ToList();
        Assert.Equal(dead.Distinct(), dead);
        foreach (var entry in entries)
        {
            Assert.True(IsAtRest(entry, now), $"{entry} is lost.");
            var mustBeDead = entry.Status == Status.Dead || (entry.Status == Status.Locked && !(entry.ExpiresAt <= now));
            Assert.True(!mustBeDead || dead.Contains(entry), $"{entry} is not among the dead letters.");
            Assert.True(entry.Status is Status.Dead or Status.Locked || !dead.Contains(entry), $"{entry} is among the dead letters.");
        }
    }

    private Entry Of(ServiceBusReceivedMessage message) => entries[int.Parse(message.Body.ToString(), CultureInfo.InvariantCulture)];

    private void Received(ServiceBusReceivedMessage message, Span span)
    {
        var entry = Of(message);
        Assert.True(IsThere(entry, span) && message.ExpiresAt > span.Begun, $"{entry} was received.");
        if (entry.Id is not null) Assert.Equal(entry.Id, message.MessageId);
        entry.Deliveries++;
        Assert.Equal(entry.Deliveries, message.DeliveryCount);
        Assert.InRange(entry.Deliveries, 1, MaxDeliveries);
        Assert.True(message.LockedUntil >= span.Begun + Lock, $"{entry} is hardly locked.");
        (entry.Status, entry.Message, entry.ExpiresAt) = (Status.Locked, message, message.ExpiresAt);
    }

    private static bool IsThere(Entry entry, Span span) => entry.Status switch
    {
        Status.Waiting => entry.Due is null || entry.Due <= span.Ended,
        Status.Locked => entry.LockedUntil <= span.Ended,
        _ => false,
    };

    private static bool IsCertain(Entry entry) => entry is { Status: Status.Waiting, Due: null, TimeToLive: null };

    private static bool MayBeInTheQueue(Entry entry) => entry.Status is Status.Waiting or Status.Locked;

    /// <summary>When a call began and when it ended.</summary>
    public readonly record struct Span(DateTimeOffset Begun, DateTimeOffset Ended);

    /// <summary>A message of the model.</summary>
    public sealed class Entry(int number, string? id, DateTimeOffset? due, TimeSpan? timeToLive)
    {
        public int Number => number;

        public string? Id => id;

        public DateTimeOffset? Due => due;

        public TimeSpan? TimeToLive => timeToLive;

        public Status Status { get; set; }

        public int Deliveries { get; set; }

        /// <summary>Its latest delivery.</summary>
        public ServiceBusReceivedMessage? Message { get; set; }

        public DateTimeOffset LockedUntil => Message!.LockedUntil;

        /// <summary>When it expires at the latest, as far as is known; null for never.</summary>
        public DateTimeOffset? ExpiresAt { get; set; }

        public override string ToString() => $"message {number} ({id}, {Status}, {Deliveries} deliveries, due {due}, lives {timeToLive})";
    }
}
