using System.Globalization;
using System.Text.Json;
using Azure.Messaging.ServiceBus;
using Dfm.Core.Notifications;

namespace Dfm.Functions.Mail;

/// <summary>The Service Bus queue <c>emails</c>. Its duplicate detection drops a message whose id it has seen.</summary>
public sealed class MailQueue(ServiceBusClient client, TimeProvider time) : IMailQueue, IAsyncDisposable
{
    /// <summary>The queue's name.</summary>
    public const string Name = "emails";

    /// <summary>Counts the retries in a message's application properties.</summary>
    public const string RetryProperty = "retry";

    private readonly ServiceBusSender sender = client.CreateSender(Name);

    /// <inheritdoc/>
    public Task Enqueue(MailMessage mail, CancellationToken cancellationToken)
    {
        // A person whose data were erased has no address any more.
        if (mail.Recipient.Email.Length == 0) return Task.CompletedTask;
        return sender.SendMessageAsync(
            new ServiceBusMessage(BinaryData.FromBytes(JsonSerializer.SerializeToUtf8Bytes(mail, MailJson.Options)))
            {
                MessageId = mail.Id,
                Subject = mail.Template,
                ContentType = "application/json",
            },
            cancellationToken);
    }

    /// <summary>
    /// Puts a copy of a message that failed on the queue, due by <see cref="MailRetries"/>; false when it is time to give up.
    /// The copy has a message id of its own, or duplicate detection would drop it, and always the same one, so that it does drop a
    /// second copy of the same retry.
    /// </summary>
    public async Task<bool> EnqueueRetry(MailMessage mail, ServiceBusReceivedMessage failed, CancellationToken cancellationToken)
    {
        var retriesBefore = RetriesOf(failed);
        if (MailRetries.Delay(retriesBefore) is not { } delay) return false;
        var copy = new ServiceBusMessage(failed)
        {
            MessageId = $"{mail.Id}~{retriesBefore + 1}",
            ScheduledEnqueueTime = time.GetUtcNow() + delay,
        };
        copy.ApplicationProperties[RetryProperty] = retriesBefore + 1;
        await sender.SendMessageAsync(copy, cancellationToken);
        return true;
    }

    /// <summary>
    /// Puts a copy of a message on the queue whose mail another delivery has claimed, due when that claim expires. It counts as no retry.
    /// Its id is the same for every message of the mail that waits for the same claim, so that duplicate detection leaves one.
    /// </summary>
    /// <param name="mail">The mail.</param>
    /// <param name="message">Its message.</param>
    /// <param name="claimedUntil">When the claim expires, in real time.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    public Task EnqueueAfterClaim(
        MailMessage mail, ServiceBusReceivedMessage message, DateTimeOffset claimedUntil, CancellationToken cancellationToken)
    {
        // A copy that came before the claim expired, because clocks differ, must not get the id that it has itself: its own copy would be
        // dropped, and the mail lost. So each copy is due later than the one before.
        var earliest = message.ScheduledEnqueueTime + TimeSpan.FromSeconds(1);
        var due = claimedUntil > earliest ? claimedUntil : earliest;
        // A copy with fewer retries behind it does not stand for one with more: its next retry may be one whose id was seen long ago.
        var tried = RetriesOf(message) is > 0 and var retries ? $"~{retries}" : "";
        var copy = new ServiceBusMessage(message)
        {
            MessageId = $"{mail.Id}{tried}~until-{due.ToUnixTimeMilliseconds()}",
            ScheduledEnqueueTime = due,
        };
        return sender.SendMessageAsync(copy, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => sender.DisposeAsync();

    /// <summary>How many retries were made before this message.</summary>
    public static int RetriesOf(ServiceBusReceivedMessage message) =>
        message.ApplicationProperties.TryGetValue(RetryProperty, out var count) ? Convert.ToInt32(count, CultureInfo.InvariantCulture) : 0;
}
