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
    public Task Ask(MailMessage mail, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(mail);
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
    public async Task<bool> AskLater(MailMessage mail, ServiceBusReceivedMessage failed, CancellationToken cancellationToken)
    {
        var retriesBefore = failed.ApplicationProperties.TryGetValue(RetryProperty, out var count)
            ? Convert.ToInt32(count, CultureInfo.InvariantCulture)
            : 0;
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

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => sender.DisposeAsync();
}
