using System.Text.Json.Serialization;
using Dfm.Core.Contact;
using Dfm.Functions.Attachments.Responses;
using Dfm.Functions.Attachments.Storage;
using Dfm.Functions.Mail.Failures;

namespace Dfm.Functions.Contact.Responses;

/// <summary>A contact request as the API shows it.</summary>
/// <param name="Service">The service's code.</param>
/// <param name="ServiceLabel">The service's label when it was sent.</param>
/// <param name="SentBy">The sender's name.</param>
public sealed record ContactRequestResponse(
    ContactNumber Number,
    string Service,
    string ServiceLabel,
    string Subject,
    string Message,
    IReadOnlyList<AttachmentResponse> Attachments,
    DateTimeOffset SentAt,
    string SentBy)
{
    /// <summary>Whose it is; for the staff alone.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CustomerId? Customer { get; init; }

    /// <summary>The customer's name when it was sent; for the staff alone.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? CustomerName { get; init; }

    /// <summary>Where to answer; for the staff alone.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? SenderEmail { get; init; }

    /// <summary>For DFM's staff: the mails about it that did not reach their recipients; else null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<MailFailureResponse>? MailFailures { get; init; }

    public static ContactRequestResponse Of(ContactRequest request) => new(
        request.Number,
        request.Service,
        request.ServiceLabel,
        request.Subject,
        request.Text,
        [.. request.Attachments.Select(AttachmentResponse.Of)],
        request.SentAt,
        request.SentBy.Name);

    public static ContactRequestResponse ForStaff(ContactRequest request, FileScans scans) => Of(request) with
    {
        Attachments = AttachmentResponse.With(scans, [.. request.Attachments.Select(AttachmentResponse.Of)]),
        Customer = request.Customer,
        CustomerName = request.CustomerName,
        SenderEmail = request.SentBy.Email,
    };
}
