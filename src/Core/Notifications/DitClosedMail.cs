namespace Dfm.Core.Notifications;

/// <summary>To the customer: the DIT is closed.</summary>
/// <param name="Dit">The DIT.</param>
/// <param name="ClosedAt">When it was closed.</param>
/// <param name="Report">What was done, in the technician's words; may be missing.</param>
public sealed record DitClosedMail(DitRecap Dit, DateTimeOffset ClosedAt, string? Report) : IMailModel
{
    /// <inheritdoc/>
    public static string Template => MailTemplate.DitClosed;
}
