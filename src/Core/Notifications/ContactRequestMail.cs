namespace Dfm.Core.Notifications;

/// <summary>To a service of DFM: a customer's message (manual, chapter 8).</summary>
/// <param name="FilesStay">Whether its files are too large for a mail, and stay on the portal.</param>
public sealed record ContactRequestMail(ContactRecap Contact, bool FilesStay) : IMailModel
{
    /// <summary>The files that were to travel with the mail and do not; known when it is sent.</summary>
    public IReadOnlyList<WithheldFile> Withheld { get; init; } = [];

    /// <inheritdoc/>
    public static string Template => MailTemplate.ContactRequest;
}
