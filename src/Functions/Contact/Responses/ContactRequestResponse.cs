using Dfm.Core.Contact;
using Dfm.Functions.Attachments.Responses;

namespace Dfm.Functions.Contact.Responses;

/// <summary>A contact request as the API shows it.</summary>
/// <param name="Service">The service's code.</param>
/// <param name="ServiceLabel">The service's label when it was sent.</param>
/// <param name="SentBy">The sender's name.</param>
public record ContactRequestResponse(
    ContactNumber Number,
    string Service,
    string ServiceLabel,
    string Subject,
    string Message,
    IReadOnlyList<AttachmentResponse> Attachments,
    DateTimeOffset SentAt,
    string SentBy)
{
    public static ContactRequestResponse Of(ContactRequest request) => new(
        request.Number,
        request.Service,
        request.ServiceLabel,
        request.Subject,
        request.Text,
        [.. request.Attachments.Select(AttachmentResponse.Of)],
        request.SentAt,
        request.SentBy.Name);
}

/// <summary>A contact request as the staff sees it: with the customer, and where to answer.</summary>
public sealed record BackofficeContactRequestResponse(
    ContactRequestResponse Request, CustomerId Customer, string CustomerName, string SenderEmail) : ContactRequestResponse(Request)
{
    public static BackofficeContactRequestResponse OfStaff(ContactRequest request) =>
        new(Of(request), request.Customer, request.CustomerName, request.SentBy.Email);
}
