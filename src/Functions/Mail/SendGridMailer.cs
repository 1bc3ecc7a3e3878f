using System.Net;
using System.Text;
using Dfm.Core.Notifications;
using Microsoft.Extensions.Options;
using Polly.Timeout;
using SendGrid;
using SendGrid.Helpers.Mail;
using PlainText = Dfm.Core.Text.PlainText;

namespace Dfm.Functions.Mail;

/// <summary>Hands mails to SendGrid. Retries of a request are the HTTP client's matter, see <see cref="MailServices"/>.</summary>
public sealed class SendGridMailer(
    ISendGridClient client, IOptions<MailOptions> options, ReplyAddresses replies, VisitCalendar calendar)
{
    /// <summary>The custom argument that carries the mail's id: SendGrid's events name it.</summary>
    public const string IdArgument = "mail_id";

    private const int LongestDetail = 1_000;

    private readonly EmailAddress from = new(options.Value.From, options.Value.FromName);

    /// <summary>Sends one mail. Not cancellable: a request that is cut off may have been accepted.</summary>
    public async Task<Delivery> Send(MailMessage mail, RenderedMail rendered, MailFiles.Loaded files)
    {
        try
        {
            var response = await client.SendEmailAsync(Message(mail, rendered, files), CancellationToken.None);
            return await Outcome(response);
        }
        catch (Exception failure) when (failure is HttpRequestException or TimeoutRejectedException or TaskCanceledException)
        {
            // The last of them is the HTTP client's own timeout: nobody else cancels.
            return new Delivery.Failed("sendgrid-unreachable");
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // Thrown further, it would leave the claim behind, and the message would come back each time that one expires, without end.
            return new Delivery.Failed(failure.GetType().Name);
        }
    }

    private SendGridMessage Message(MailMessage mail, RenderedMail rendered, MailFiles.Loaded files)
    {
        var message = new SendGridMessage
        {
            From = from,
            Subject = PlainText.WithoutDirections(rendered.Subject),
            PlainTextContent = PlainText.WithoutDirections(rendered.Text),
            HtmlContent = PlainText.WithoutDirections(rendered.Html),
        };
        message.AddTo(Address(mail.Recipient));
        foreach (var (file, content) in files.Files) message.AddAttachment(file.Name, content, file.ContentType, "attachment");
        message.AddCustomArg(IdArgument, mail.Id);
        // RFC 3834: no out-of-office answers, please.
        message.AddHeader("Auto-Submitted", mail.InReplyTo is null ? "auto-generated" : "auto-replied");
        AddThread(message, mail, rendered.Model.Topic);
        if (mail.ReplyTo is { } replyTo) message.SetReplyTo(Address(replyTo));
        else if (replies.For(rendered.Model.Topic) is { } address) message.SetReplyTo(new EmailAddress(address, options.Value.FromName));
        if (calendar.For(rendered.Model) is { } visit)
        {
            var content = Convert.ToBase64String(Encoding.UTF8.GetBytes(visit));
            message.AddAttachment(VisitCalendar.NameOf(rendered.Model), content, VisitCalendar.ContentType, "attachment");
        }

        message.SetClickTracking(enable: false, enableText: false);
        return message;
    }

    /// <summary>By these headers mail programs show together what is about the same thing, and an answer is recognised (RFC 5322, 3.6.4).</summary>
    private void AddThread(SendGridMessage message, MailMessage mail, MailTopic? topic)
    {
        var ids = replies.MessageIds(topic, mail.Id);
        if (ids is { } own) message.AddHeader("Message-ID", $"<{own.Mail}>");
        var answered = IsMessageId(mail.InReplyTo) ? $"<{mail.InReplyTo}>" : null;
        if (answered is not null) message.AddHeader("In-Reply-To", answered);
        string?[] references = [ids is null ? null : $"<{ids.Value.Thread}>", answered];
        if (references.OfType<string>().ToList() is { Count: > 0 } known) message.AddHeader("References", string.Join(' ', known));
    }

    /// <summary>A stranger has made it: no header line is to follow it.</summary>
    private static bool IsMessageId(string? id) =>
        id is { Length: > 0 and <= 200 } && id.All(character => character is > ' ' and <= '~' and not ('<' or '>'));

    private static EmailAddress Address(MailRecipient recipient) =>
        new(recipient.Email, recipient.Name is { Length: > 0 } name ? PlainText.WithoutDirections(name) : null);

    /// <summary>A wrong API key (401, 403) is ours to mend, so such mails wait; what else is refused stays refused.</summary>
    private static async Task<Delivery> Outcome(Response response) => response.StatusCode switch
    {
        _ when response.IsSuccessStatusCode => new Delivery.Accepted(MessageId(response)),
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new Delivery.Failed($"sendgrid-{(int)response.StatusCode}"),
        HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests => new Delivery.Failed($"sendgrid-{(int)response.StatusCode}"),
        >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError =>
            new Delivery.Refused($"sendgrid-{(int)response.StatusCode}", await Detail(response)),
        _ => new Delivery.Failed($"sendgrid-{(int)response.StatusCode}"),
    };

    private static string? MessageId(Response response) =>
        response.Headers.TryGetValues("X-Message-Id", out var ids) ? ids.FirstOrDefault() : null;

    private static async Task<string> Detail(Response response)
    {
        var body = await response.Body.ReadAsStringAsync();
        return body.Length > LongestDetail ? body[..LongestDetail] : body;
    }
}
