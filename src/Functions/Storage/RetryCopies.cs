using System.Globalization;
using Azure.Messaging.ServiceBus;

namespace Dfm.Functions.Storage;

/// <summary>
/// Copies of messages, due later, in place of messages whose work has failed. A message is never abandoned, which would redeliver it at once
/// and use up its deliveries.
/// </summary>
public static class RetryCopies
{
    private const string FailuresProperty = "failures";
    private const string FailingSinceProperty = "failing-since";

    /// <summary>How often a message's work had failed before.</summary>
    public static int FailuresOf(ServiceBusReceivedMessage message) => Count(message, FailuresProperty, whenMissing: 0);

    /// <summary>The copy for the next try; null when it has failed for long enough.</summary>
    public static ServiceBusMessage? Next(ServiceBusReceivedMessage failed, BackOff backOff)
    {
        // Service Bus keeps real time, whatever clock the portal keeps.
        var now = TimeProvider.System.GetUtcNow();
        var failures = FailuresOf(failed) + 1;
        var since = failed.ApplicationProperties.TryGetValue(FailingSinceProperty, out var value) && value is DateTimeOffset at ? at : now;
        if (backOff.PauseAfter(failures, now - since) is not { } pause) return null;
        var copy = Of(failed, $"try{failures}");
        copy.ApplicationProperties[FailuresProperty] = failures;
        copy.ApplicationProperties[FailingSinceProperty] = since;
        copy.ScheduledEnqueueTime = now + pause;
        return copy;
    }

    /// <summary>
    /// A copy with an id of its own, or duplicate detection would drop it; the same for a second copy of the same try. Ids have two parts with
    /// « ~ » between them, and the suffix as a third.
    /// </summary>
    public static ServiceBusMessage Of(ServiceBusReceivedMessage message, string suffix)
    {
        // An operator may have sent a dead letter again, under an id without the count.
        var first = message.MessageId.Split('~');
        return new ServiceBusMessage(message) { MessageId = $"{string.Join('~', first.Take(2))}~{suffix}" };
    }

    public static int Count(ServiceBusReceivedMessage message, string property, int whenMissing) =>
        message.ApplicationProperties.TryGetValue(property, out var count) ? Convert.ToInt32(count, CultureInfo.InvariantCulture) : whenMissing;
}
