using System.Collections.Concurrent;
using System.Globalization;
using Azure.Messaging.ServiceBus;

namespace Dfm.Functions.Storage;

/// <summary>
/// Tries messages again that failed: after 1, 2, 4, 8, 16 and 32 minutes, then hourly, for a day. A message is not abandoned, which would
/// redeliver it at once and use up its deliveries: a copy that is due later takes its place.
/// </summary>
public sealed class MessageRetries(ServiceBusClient client, TimeProvider time) : IAsyncDisposable
{
    /// <summary>So many that they span 24 hours: 63 minutes for the first six, then one hour each.</summary>
    public const int Most = 29;

    /// <summary>Counts the retries in a message's application properties.</summary>
    public const string Property = "retry";

    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, ServiceBusSender> senders = new();

    /// <summary>Settles a message that failed: done, with a copy for later; or dead with the reason, and false, when it is time to give up.</summary>
    /// <param name="reason">What failed, in a word.</param>
    public async Task<bool> TryLater(string queue, ServiceBusReceivedMessage failed, ServiceBusMessageActions actions, string reason)
    {
        var before = CountOf(failed);
        if (Delay(before) is not { } delay)
        {
            await actions.DeadLetterMessageAsync(failed, null, "given-up", reason, CancellationToken.None);
            return false;
        }

        // First the copy, then the message itself: a crash between the two loses nothing.
        var sender = senders.GetOrAdd(queue, client.CreateSender);
        await sender.SendMessageAsync(CopyOf(failed, before + 1, time.GetUtcNow() + delay), CancellationToken.None);
        await actions.CompleteMessageAsync(failed, CancellationToken.None);
        return true;
    }

    /// <summary>How many retries were made before this message.</summary>
    public static int CountOf(ServiceBusReceivedMessage message) =>
        message.ApplicationProperties.TryGetValue(Property, out var count) ? Convert.ToInt32(count, CultureInfo.InvariantCulture) : 0;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var sender in senders.Values) await sender.DisposeAsync();
    }

    /// <summary>
    /// The copy has a message id of its own, or duplicate detection would drop it; and always the same one, so that it does drop a second copy
    /// of the same retry.
    /// </summary>
    private static ServiceBusMessage CopyOf(ServiceBusReceivedMessage failed, int retry, DateTimeOffset due)
    {
        var copy = new ServiceBusMessage(failed)
        {
            MessageId = string.Create(CultureInfo.InvariantCulture, $"{failed.MessageId.Split('~')[0]}~{retry}"),
            ScheduledEnqueueTime = due,
        };
        copy.ApplicationProperties[Property] = retry;
        return copy;
    }

    private static TimeSpan? Delay(int retriesBefore) => retriesBefore switch
    {
        >= Most => null,
        >= 6 => Longest,
        _ => TimeSpan.FromMinutes(1 << retriesBefore),
    };
}
