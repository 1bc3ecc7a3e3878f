namespace Dfm.Core.Notifications;

/// <summary>To a service of DFM: a customer's message (manual, chapter 8).</summary>
public sealed record ContactRequestMail(ContactRecap Contact) : IMailModel
{
    /// <inheritdoc/>
    public static string Template => MailTemplate.ContactRequest;
}
