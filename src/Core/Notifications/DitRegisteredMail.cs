namespace Dfm.Core.Notifications;

/// <summary>To the customer: the recap of a DIT just raised, with its number (manual, chapter 2).</summary>
/// <param name="Dit">The DIT.</param>
public sealed record DitRegisteredMail(DitRecap Dit) : IMailModel
{
    /// <inheritdoc/>
    public static string Template => MailTemplate.DitRegistered;
}
