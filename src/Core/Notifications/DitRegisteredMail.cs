namespace Dfm.Core.Notifications;

/// <summary>To the customer: the recap of a new DIT, with its number (manual, chapter 2).</summary>
public sealed record DitRegisteredMail(DitRecap Dit) : IDitMail
{
    /// <inheritdoc/>
    public static string Template => MailTemplate.DitRegistered;
}
