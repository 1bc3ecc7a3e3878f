using System.Collections.Concurrent;
using System.Globalization;
using Azure.Messaging.ServiceBus;

namespace Dfm.Functions.Storage;

/// <summary>
/// Tries messages again whose work has failed. A message is not abandoned, which would redeliver it at once and use up its deliveries: a copy
/// that is due later takes its place.
/// </summary>
/// <param name="client">Service Bus.</param>
/// <param name="time">Service Bus's time, which is real whatever clock the portal keeps.</param>
public sealed class MessageRetries(ServiceBusClient client, TimeProvider time) : IAsyncDisposable
{
    /// <summary>What a day's patience means, where nothing else is set: after 1, 2, 4, 8, 16 and 32 minutes, then hourly.</summary>
    public static readonly BackOff ForADay = new(TimeSpan.FromMinutes(1), TimeSpan.FromHours(1), TimeSpan.FromDays(1));

    private const string FailuresProperty = "failures";

    private readonly ConcurrentDictionary<string, ServiceBusSender> senders = new();

    /// <summary>Settles a message that has failed: done, with a copy for later. False, and nothing is done, when it is time to give up.</summary>
    public async Task<bool> TryLater(string queue, ServiceBusReceivedMessage failed, ServiceBusMessageActions actions, BackOff backOff)
    {
        var failures = FailuresOf(failed) + 1;
        if (backOff.PauseAfter(failures) is not { } pause) return false;
        var copy = CopyOf(failed, string.Create(CultureInfo.InvariantCulture, $"try{failures}"));
        copy.ApplicationProperties[FailuresProperty] = failures;
        copy.ScheduledEnqueueTime = time.GetUtcNow() + pause;
        // First the copy, then the message itself: a crash between the two loses nothing.
        await senders.GetOrAdd(queue, client.CreateSender).SendMessageAsync(copy, CancellationToken.None);
        await actions.CompleteMessageAsync(failed, CancellationToken.None);
        return true;
    }

    /// <summary>Makes a message that has failed for long enough a dead letter.</summary>
    /// <param name="why">What failed, in a word.</param>
    public static Task GiveUp(ServiceBusReceivedMessage failed, ServiceBusMessageActions actions, string? why)
    {
        ArgumentNullException.ThrowIfNull(actions);
        return actions.DeadLetterMessageAsync(failed, null, "given-up", why, CancellationToken.None);
    }

    /// <summary>How often the message's work had failed before.</summary>
    public static int FailuresOf(ServiceBusReceivedMessage message) => Count(message, FailuresProperty, whenMissing: 0);

    /// <summary>
    /// A copy with an id of its own, or duplicate detection would drop it; and always the same one, so that it does drop a second copy of the
    /// same try.
    /// </summary>
    /// <param name="message">The message.</param>
    /// <param name="suffix">Tells it from the other copies.</param>
    public static ServiceBusMessage CopyOf(ServiceBusReceivedMessage message, string suffix) =>
        new(message) { MessageId = IdOfCopy(message.MessageId.Split("~~")[0], suffix) };

    /// <summary>The id of a copy.</summary>
    public static string IdOfCopy(string id, string suffix) => $"{id}~~{suffix}";

    /// <summary>A number among a message's application properties.</summary>
    public static int Count(ServiceBusReceivedMessage message, string property, int whenMissing) =>
        message.ApplicationProperties.TryGetValue(property, out var count) ? Convert.ToInt32(count, CultureInfo.InvariantCulture) : whenMissing;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var sender in senders.Values) await sender.DisposeAsync();
    }
}
