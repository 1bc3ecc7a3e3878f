using Dfm.Core.Notifications;

namespace Dfm.Core.Contact;

/// <summary>The mails of a contact request. Their ids are derived from its number, so enqueueing is idempotent.</summary>
public static class ContactMails
{
    /// <summary>The mail to the service, whose answers go to the sender; and the sender's copy, whose answers go to the service.</summary>
    public static IReadOnlyList<MailMessage> For(ContactRequest request, ContactService service)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(service);
        var sender = new MailRecipient(request.SentBy.Email, request.SentBy.Name);
        var desk = new MailRecipient(service.Email, service.Label);
        var recap = Recap(request);
        return
        [
            MailMessage.Create($"contact-{request.Number}-service", desk, new ContactRequestMail(recap)) with { ReplyTo = sender },
            MailMessage.Create($"contact-{request.Number}-copy", sender, new ContactCopyMail(recap)) with { ReplyTo = desk },
        ];
    }

    private static ContactRecap Recap(ContactRequest request) => new(
        request.Number.Value,
        request.CustomerName,
        request.Customer.Value,
        request.ServiceLabel,
        request.Subject,
        request.Text,
        [.. request.Attachments.Select(file => new MailAttachment(file.Name, file.Size))],
        request.SentAt,
        request.SentBy.Name,
        request.SentBy.Email);
}
