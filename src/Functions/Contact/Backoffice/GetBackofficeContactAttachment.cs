using Dfm.Core.Contact;
using Dfm.Functions.Attachments.Responses;
using Dfm.Functions.Attachments.Storage;
using Dfm.Functions.Contact.Storage;
using Dfm.Functions.Http;
using Dfm.Functions.Security;

namespace Dfm.Functions.Contact.Backoffice;

/// <summary>Downloads one file of a contact request of any customer, for DFM's staff.</summary>
public sealed class GetBackofficeContactAttachment(IContactStore requests, AttachmentBlobs blobs)
{
    /// <summary>The file, streamed, always as a download and never as something the browser would run.</summary>
    [Function(nameof(GetBackofficeContactAttachment))]
    [Audience(Audience.Staff, Scope = "contact.read")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "backoffice/contact-requests/{number}/attachments/{id}")]
        HttpRequest request,
        string number,
        string id,
        CancellationToken cancellationToken) =>
        ContactNumber.TryParse(number, out var named) && await requests.Find(named, cancellationToken) is { } found
            ? await AttachmentResult.Of(
                found.Attachments, TableContactStore.FolderOf(found.Customer, named), id, blobs, cancellationToken)
            : ContactProblems.NotFound.ToHttp();
}
