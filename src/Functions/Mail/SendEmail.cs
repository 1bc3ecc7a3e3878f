using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Azure.Messaging.ServiceBus;
using Dfm.Core.Notifications;
using Dfm.Functions.Security;
using Dfm.Functions.Storage;
using Dfm.Functions.Telemetry;
using Microsoft.Extensions.Logging;

namespace Dfm.Functions.Mail;

/// <summary>
/// Sends the mails that were asked for, each id once: a delivery claims the mail before it sends it. SendGrid knows no idempotency key, so
/// a mail may go out twice where the process dies, or the connection breaks or times out, between SendGrid's acceptance and its record; its
/// id goes along as a custom argument.
/// </summary>
public sealed partial class SendEmail(
    MailRenderer renderer, MailFiles attached, SendGridMailer mailer, SentMails sent, MailQueue queue, MessageRetries retries, ILogger<SendEmail> logger)
{
    /// <summary>
    /// For so many retries, an hour, a mail waits until its files are scanned: usually that takes seconds. Then it goes without those whose
    /// scan has not ended, and names them.
    /// </summary>
    public const int RetriesForScans = 6;

    private const string NoStorage = "storage-unavailable";

    /// <summary>Sends one mail and settles its message: done, later once more, or dead with the reason.</summary>
    [Function(nameof(SendEmail))]
    [Audience(Audience.Platform)]
    public async Task Run(
        [ServiceBusTrigger(MailQueue.Name, Connection = ServiceBusClients.Connection, AutoCompleteMessages = false)] ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions,
        CancellationToken cancellationToken)
    {
        if (!TryRead(message, out var mail))
        {
            LogRefused(message.MessageId, "broken-message");
            await actions.DeadLetterMessageAsync(message, deadLetterReason: "broken-message", cancellationToken: cancellationToken);
            return;
        }

        var delivery = await Deliver(mail, MessageRetries.FailuresOf(message), cancellationToken);
        await Settle(message, actions, mail, delivery);
    }

    /// <summary>Reads files and renders before it claims: the lease is for sending.</summary>
    private async Task<Delivery> Deliver(MailMessage mail, int retriesBefore, CancellationToken cancellationToken)
    {
        using var files = await Answer(attached.Read(mail, cancellationToken), cancellationToken);
        if (files is null) return new Delivery.Failed(NoStorage);
        if (files.AreBeingScanned && retriesBefore < RetriesForScans) return new Delivery.Failed("files-being-scanned");
        var shown = files.Withheld.Count > 0 ? mail.Withholding(files.Withheld) : mail;
        if (!renderer.TryRender(shown, out var rendered, out var refusal)) return new Delivery.Refused(refusal, null);
        return await Answer(sent.Claim(mail, cancellationToken), cancellationToken) switch
        {
            null => new Delivery.Failed(NoStorage),
            MailClaim.Taken taken => await Send(mail, rendered, files, taken),
            MailClaim.AlreadySent => new Delivery.Accepted(null),
            MailClaim.Held(var until) => new Delivery.Held(until),
            MailClaim.Exhausted => new Delivery.Refused("interrupted-too-often", null),
            var claim => throw new InvalidOperationException($"A claim that nobody knows: {claim.GetType().Name}."),
        };
    }

    /// <summary>What storage answers; null when it fails.</summary>
    private static async Task<T?> Answer<T>(Task<T> asking, CancellationToken cancellationToken) where T : class
    {
        try
        {
            return await asking;
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>Sends and records. What has begun to be sent is not cancelled: nobody would know whether it went out.</summary>
    private async Task<Delivery> Send(MailMessage mail, RenderedMail rendered, MailFiles.Loaded files, MailClaim.Taken claim)
    {
        var delivery = await mailer.Send(mail, rendered, files);
        if (delivery is Delivery.Accepted accepted) await Record(mail, accepted);
        else await Release(mail, claim);
        return delivery;
    }

    /// <summary>A mail that went out must not be sent again because storage could not write that down, for whatever reason.</summary>
    private async Task Record(MailMessage mail, Delivery.Accepted accepted)
    {
        try
        {
            await sent.Record(mail, accepted.MessageId, CancellationToken.None);
            PortalMetrics.MailSent(mail.Template);
            LogSent(mail.Id, mail.Template);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            LogNotRecorded(mail.Id);
        }
    }

    private async Task Release(MailMessage mail, MailClaim.Taken claim)
    {
        try
        {
            await sent.Release(mail, claim);
        }
        catch (Exception failure) when (StorageFailures.IsUnavailable(failure))
        {
            LogNotReleased(mail.Id);
        }
    }

    private async Task Settle(ServiceBusReceivedMessage message, ServiceBusMessageActions actions, MailMessage mail, Delivery delivery)
    {
        switch (delivery)
        {
            case Delivery.Accepted:
                await actions.CompleteMessageAsync(message, CancellationToken.None);
                break;
            case Delivery.Refused(var reason, var detail):
                PortalMetrics.MailFailed(mail.Template, reason);
                LogRefused(mail.Id, reason);
                await actions.DeadLetterMessageAsync(message, null, reason, detail, CancellationToken.None);
                break;
            case Delivery.Held(var until):
                // First the copy, then the message itself: a crash between the two loses nothing.
                await queue.EnqueueAfterClaim(mail, message, until, CancellationToken.None);
                LogHeld(mail.Id, until);
                await actions.CompleteMessageAsync(message, CancellationToken.None);
                break;
            case Delivery.Failed(var reason):
                await TryLater(message, actions, mail, reason);
                break;
            default:
                throw new InvalidOperationException($"A delivery that nobody settles: {delivery.GetType().Name}.");
        }
    }

    private async Task TryLater(ServiceBusReceivedMessage message, ServiceBusMessageActions actions, MailMessage mail, string reason)
    {
        if (await retries.TryLater(MailQueue.Name, message, actions, MessageRetries.ForADay))
        {
            PortalMetrics.MailRetried(mail.Template, reason);
            LogFailed(mail.Id, reason);
            return;
        }

        PortalMetrics.MailFailed(mail.Template, reason);
        LogGivenUp(mail.Id, reason);
        await MessageRetries.GiveUp(message, actions, reason);
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

    [LoggerMessage(LogLevel.Information, "Mail {MailId} is claimed by another delivery; this one waits until {Until}.")]
    private partial void LogHeld(string mailId, DateTimeOffset until);

    [LoggerMessage(LogLevel.Warning, "Mail {MailId} could not be released; it can be sent once its claim has expired.")]
    private partial void LogNotReleased(string mailId);

    [LoggerMessage(LogLevel.Warning, "Mail {MailId} could not be sent ({Reason}); it is tried again later.")]
    private partial void LogFailed(string mailId, string reason);

    [LoggerMessage(LogLevel.Error, "Mail {MailId} could not be sent for a day ({Reason}); it lies in the dead-letter queue.")]
    private partial void LogGivenUp(string mailId, string reason);

    [LoggerMessage(LogLevel.Error, "Mail {MailId} can never be sent ({Reason}); it lies in the dead-letter queue.")]
    private partial void LogRefused(string mailId, string reason);

    [LoggerMessage(LogLevel.Error, "Mail {MailId} was sent, but storage did not record it: asked for again, it goes out again.")]
    private partial void LogNotRecorded(string mailId);
}
