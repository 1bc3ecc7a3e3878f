using Dfm.Core.Accounts;
using Dfm.Core.Attachments;

namespace Dfm.Core.Contact;

/// <summary>A message of a customer's person to a service of DFM, as it was sent; it never changes (manual, chapter 8).</summary>
/// <param name="CustomerName">The customer's name when it was sent.</param>
/// <param name="Service">The service's code.</param>
/// <param name="ServiceLabel">The service's label when it was sent.</param>
/// <param name="Text">With line breaks.</param>
/// <param name="Attachments">May be empty.</param>
public sealed record ContactRequest(
    ContactNumber Number,
    CustomerId Customer,
    string CustomerName,
    string Service,
    string ServiceLabel,
    string Subject,
    string Text,
    IReadOnlyList<Attachment> Attachments,
    Person SentBy,
    DateTimeOffset SentAt);

/// <summary>A contact request as shown in the staff's list.</summary>
/// <param name="AttachmentCount">How many files it has.</param>
public sealed record ContactSummary(
    ContactNumber Number,
    CustomerId Customer,
    string CustomerName,
    string Service,
    string ServiceLabel,
    string Subject,
    string SentBy,
    DateTimeOffset SentAt,
    int AttachmentCount)
{
    /// <summary>Creates the summary of a contact request.</summary>
    public static ContactSummary Of(ContactRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new(
            request.Number,
            request.Customer,
            request.CustomerName,
            request.Service,
            request.ServiceLabel,
            request.Subject,
            request.SentBy.Name,
            request.SentAt,
            request.Attachments.Count);
    }
}
