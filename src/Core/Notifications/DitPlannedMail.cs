namespace Dfm.Core.Notifications;

/// <summary>To the customer: the date of the visit and the technician.</summary>
/// <param name="PlannedFor">Start of the visit.</param>
public sealed record DitPlannedMail(DitRecap Dit, DateTimeOffset PlannedFor, string Technician) : IMailModel
{
    /// <inheritdoc/>
    public static string Template => MailTemplate.DitPlanned;
}
