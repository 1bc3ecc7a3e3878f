namespace Dfm.Core.Notifications;

/// <summary>To DFM's service desk: nobody has planned the DIT in time for its urgency.</summary>
/// <param name="Dit">The DIT.</param>
/// <param name="CustomerName">The customer's name.</param>
/// <param name="DueAt">By when it should have been planned.</param>
public sealed record DitReminderMail(DitRecap Dit, string CustomerName, DateTimeOffset DueAt) : IMailModel
{
    /// <inheritdoc/>
    public static string Template => MailTemplate.DitReminder;
}
