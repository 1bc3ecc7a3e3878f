namespace Dfm.Core.Notifications;

/// <summary>To the customer: the DIT is closed.</summary>
/// <param name="Report">The technician's last report; null when there is none.</param>
public sealed record DitClosedMail(DitRecap Dit, DateTimeOffset ClosedAt, string? Report) : IDitMail
{
    /// <inheritdoc/>
    public static string Template => MailTemplate.DitClosed;
}
