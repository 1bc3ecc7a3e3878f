namespace Dfm.Core.Notifications;

/// <summary>To the customer: the work is done, and when the DIT closes automatically.</summary>
/// <param name="Technician">Null when unknown.</param>
/// <param name="Report">The technician's report, with line breaks; null when there is none.</param>
/// <param name="ClosesAt">When the DIT closes automatically unless the customer objects.</param>
public sealed record DitWorkDoneMail(DitRecap Dit, string? Technician, string? Report, DateTimeOffset ClosesAt) : IDitMail
{
    /// <inheritdoc/>
    public static string Template => MailTemplate.DitWorkDone;
}
