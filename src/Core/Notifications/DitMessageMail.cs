namespace Dfm.Core.Notifications;

/// <summary>To the customer: a message of DFM's staff on a DIT, with what it answers.</summary>
/// <param name="By">Who has written it, as shown in journals.</param>
/// <param name="Quoted">The customer's last message, else the request itself.</param>
/// <param name="QuotedBy">Who had written that.</param>
public sealed record DitMessageMail(
    DitRecap Dit, string By, string Text, string Quoted, string QuotedBy, DateTimeOffset QuotedAt) : IDitMail
{
    /// <inheritdoc/>
    public static string Template => MailTemplate.DitMessage;
}
