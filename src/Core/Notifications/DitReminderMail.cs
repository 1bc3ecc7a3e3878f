namespace Dfm.Core.Notifications;

/// <summary>To DFM's service desk: no visit has been planned in time for the urgency.</summary>
/// <param name="DueAt">When the visit should have been planned.</param>
public sealed record DitReminderMail(DitRecap Dit, string CustomerName, DateTimeOffset DueAt) : IDitMail
{
    /// <inheritdoc/>
    public static string Template => MailTemplate.DitReminder;
}
