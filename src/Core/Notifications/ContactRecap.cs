namespace Dfm.Core.Notifications;

/// <summary>The content of mails about a contact request: everything that was entered.</summary>
/// <param name="Customer">The customer's id.</param>
/// <param name="Service">French label.</param>
/// <param name="Message">As entered, with line breaks.</param>
/// <param name="Attachments">May be empty.</param>
/// <param name="SentBy">The sender's name.</param>
public sealed record ContactRecap(
    string Number,
    string CustomerName,
    string Customer,
    string Service,
    string Subject,
    string Message,
    IReadOnlyList<MailAttachment> Attachments,
    DateTimeOffset SentAt,
    string SentBy,
    string SenderEmail);
