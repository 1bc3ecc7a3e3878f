using System.Text.Json;
using Azure.Messaging.ServiceBus;
using Dfm.Core.Notifications;
using Dfm.Functions.Storage;

namespace Dfm.Functions.Mail;

/// <summary>The Service Bus queue <c>emails</c>. Its duplicate detection drops a message whose id it has seen.</summary>
public sealed class MailQueue(ServiceBusClient client) : IMailQueue, IAsyncDisposable
{
    /// <summary>The queue's name.</summary>
    public const string Name = "emails";

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
        var tried = MessageRetries.FailuresOf(message) is > 0 and var failures ? $"try{failures}-" : "";
        var copy = new ServiceBusMessage(message)
        {
            MessageId = MessageRetries.IdOfCopy(mail.Id, $"{tried}until-{due.ToUnixTimeMilliseconds()}"),
            ScheduledEnqueueTime = due,
        };
        return sender.SendMessageAsync(copy, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => sender.DisposeAsync();
}
