using Dfm.Core.Attachments;
using Dfm.Core.Notifications;

namespace Dfm.Core.Contact;

/// <summary>The mails of a contact request. Their ids are derived from its number, so enqueueing is idempotent.</summary>
public static class ContactMails
{
    /// <summary>
    /// The mail to the service, with the files that fit, whose answers go to the sender; and the sender's copy, whose answers go to the
    /// service.
    /// </summary>
    /// <param name="blobOf">Where the content of a file is.</param>
    public static IReadOnlyList<MailMessage> For(
        ContactRequest request, ContactService service, ContactPolicy policy, Func<Attachment, string> blobOf)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(service);
        ArgumentNullException.ThrowIfNull(policy);
        var travel = policy.TravelByMail(request.Attachments);
        var files = travel ? request.Attachments.Select(file => new MailFile(blobOf(file), file.ToFileName(), file.ContentType)) : [];
        var sender = new MailRecipient(request.SentBy.Email, request.SentBy.Name);
        var desk = new MailRecipient(service.Email, service.Label);
        var recap = Recap(request);
        return
        [
            MailMessage.Create($"contact-{request.Number}-service", desk, new ContactRequestMail(recap, FilesStay: !travel)) with
            {
                ReplyTo = sender,
                Files = [.. files],
            },
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
