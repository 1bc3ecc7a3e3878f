namespace Dfm.Core.Notifications;

/// <summary>To the customer: the copy of a message to a service, with its number (manual, chapter 8).</summary>
public sealed record ContactCopyMail(ContactRecap Contact) : IMailModel
{
    /// <inheritdoc/>
    public static string Template => MailTemplate.ContactCopy;
}
