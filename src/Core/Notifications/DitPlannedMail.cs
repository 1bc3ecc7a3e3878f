namespace Dfm.Core.Notifications;

/// <summary>To the customer: the date of the visit and the technician, with a calendar file.</summary>
/// <param name="PlannedFor">Start of the visit.</param>
/// <param name="Visit">The calendar's event; null in a mail that an earlier version asked for.</param>
public sealed record DitPlannedMail(
    DitRecap Dit, DateTimeOffset PlannedFor, string Technician, CalendarVisit? Visit = null) : IDitMail
{
    /// <inheritdoc/>
    public static string Template => MailTemplate.DitPlanned;
}
