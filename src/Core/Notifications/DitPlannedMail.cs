namespace Dfm.Core.Notifications;

/// <summary>To the customer: when a technician comes, and who.</summary>
/// <param name="Dit">The DIT.</param>
/// <param name="PlannedFor">Start of the visit.</param>
/// <param name="Technician">The technician's name.</param>
public sealed record DitPlannedMail(DitRecap Dit, DateTimeOffset PlannedFor, string Technician) : IMailModel
{
    /// <inheritdoc/>
    public static string Template => MailTemplate.DitPlanned;
}
