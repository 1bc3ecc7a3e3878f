namespace Dfm.Core.Notifications;

/// <summary>To the customer: the work is done, and when the DIT closes by itself.</summary>
/// <param name="Dit">The DIT.</param>
/// <param name="Technician">The technician's name, if known.</param>
/// <param name="Report">What was done, in the technician's words, with line breaks; may be missing.</param>
/// <param name="ClosesAt">When the DIT closes by itself, unless the customer objects.</param>
public sealed record DitWorkDoneMail(DitRecap Dit, string? Technician, string? Report, DateTimeOffset ClosesAt) : IMailModel
{
    /// <inheritdoc/>
    public static string Template => MailTemplate.DitWorkDone;
}
