using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Azure;
using Azure.Messaging.ServiceBus;
using Dfm.Core.Notifications;
using Dfm.Functions.Mail;
using Dfm.Functions.Security;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Dfm.Functions.Notifications;

/// <summary>
/// Sends the mails that were asked for, each id once. SendGrid knows no idempotency key, so a mail may go out twice where the
/// process dies, or the connection breaks, between SendGrid's acceptance and its record; its id goes along as a custom argument.
/// </summary>
public sealed partial class SendEmail(
    MailRenderer renderer, SendGridMailer mailer, SentMails sent, MailQueue queue, ILogger<SendEmail> logger)
{
    /// <summary>Sends one mail and settles its message: done, later once more, or dead with the reason.</summary>
    [Function(nameof(SendEmail))]
    [Audience(Audience.Platform)]
    public async Task Run(
        [ServiceBusTrigger(MailQueue.Name, Connection = "ServiceBus", AutoCompleteMessages = false)] ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(actions);
        if (!TryRead(message, out var mail))
        {
            LogRefused(message.MessageId, "broken-message");
            await actions.DeadLetterMessageAsync(message, deadLetterReason: "broken-message", cancellationToken: cancellationToken);
            return;
        }

        switch (await Deliver(mail, cancellationToken))
        {
            case Delivery.Refused refused:
                LogRefused(mail.Id, refused.Reason);
                await actions.DeadLetterMessageAsync(message, null, refused.Reason, refused.Detail, CancellationToken.None);
                break;
            case Delivery.Failed failed when !await queue.AskLater(mail, message, CancellationToken.None):
                LogGivenUp(mail.Id, failed.Reason);
                await actions.DeadLetterMessageAsync(message, null, "given-up", failed.Reason, CancellationToken.None);
                break;
            case Delivery.Failed failed:
                LogFailed(mail.Id, failed.Reason);
                await actions.CompleteMessageAsync(message, CancellationToken.None);
                break;
            default:
                await actions.CompleteMessageAsync(message, CancellationToken.None);
                break;
        }
    }

    /// <summary>Sends and records. What has begun to be sent is not cancelled: nobody would know whether it went out.</summary>
    private async Task<Delivery> Deliver(MailMessage mail, CancellationToken cancellationToken)
    {
        if (!renderer.TryRender(mail, out var rendered, out var refusal)) return new Delivery.Refused(refusal, null);
        try
        {
            if (await sent.Contains(mail.Id, cancellationToken)) return new Delivery.Accepted(null);
        }
        catch (RequestFailedException failure)
        {
            return new Delivery.Failed($"storage-{failure.Status}");
        }

        var delivery = await mailer.Send(mail, rendered);
        if (delivery is Delivery.Accepted accepted) await Record(mail, accepted);
        return delivery;
    }

    /// <summary>A mail that went out must not be sent again because storage could not write that down.</summary>
    private async Task Record(MailMessage mail, Delivery.Accepted accepted)
    {
        try
        {
            await sent.Record(mail, accepted.MessageId, CancellationToken.None);
            LogSent(mail.Id, mail.Template);
        }
        catch (RequestFailedException failure)
        {
            LogNotRecorded(mail.Id, failure.Status);
        }
    }

    private static bool TryRead(ServiceBusReceivedMessage message, [NotNullWhen(true)] out MailMessage? mail)
    {
        try
        {
            mail = message.Body.ToObjectFromJson<MailMessage>(MailJson.Options);
            return mail is not null && MailMessage.IsLegalId(mail.Id);
        }
        catch (JsonException)
        {
            mail = null;
            return false;
        }
    }

    [LoggerMessage(LogLevel.Information, "Mail {MailId} ({Template}) was sent.")]
    private partial void LogSent(string mailId, string template);

    [LoggerMessage(LogLevel.Warning, "Mail {MailId} could not be sent ({Reason}); it is tried again later.")]
    private partial void LogFailed(string mailId, string reason);

    [LoggerMessage(LogLevel.Error, "Mail {MailId} could not be sent for a day ({Reason}); it lies in the dead-letter queue.")]
    private partial void LogGivenUp(string mailId, string reason);

    [LoggerMessage(LogLevel.Error, "Mail {MailId} can never be sent ({Reason}); it lies in the dead-letter queue.")]
    private partial void LogRefused(string mailId, string reason);

    [LoggerMessage(LogLevel.Error, "Mail {MailId} was sent, but storage answered {Status} to its record: asked for again, it goes out again.")]
    private partial void LogNotRecorded(string mailId, int status);
}
