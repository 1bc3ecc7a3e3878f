using Dfm.Core.Contact;
using Dfm.Core.Notifications;
using Dfm.Functions.Attachments.Storage;
using Dfm.Functions.Contact.Responses;
using Dfm.Functions.Contact.Storage;
using Dfm.Functions.Http;
using Dfm.Functions.Mail.Failures;
using Dfm.Functions.Security;

namespace Dfm.Functions.Contact.Backoffice;

/// <summary>One contact request of any customer, for DFM's staff.</summary>
public sealed class GetBackofficeContactRequest(IContactStore requests, AttachmentBlobs blobs, IMailFailureStore failures)
{
    /// <summary>The request, whose it is, where to answer, and which of its mails did not arrive.</summary>
    [Function(nameof(GetBackofficeContactRequest))]
    [Audience(Audience.Staff, Scope = "contact.read")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "backoffice/contact-requests/{number}")] HttpRequest request,
        string number,
        CancellationToken cancellationToken)
    {
        if (!ContactNumber.TryParse(number, out var named) || await requests.Find(named, cancellationToken) is not { } found)
            return ContactProblems.NotFound.ToHttp();
        var failing = failures.About($"contact-{named}", cancellationToken);
        var scans = await blobs.Scans(TableContactStore.FolderOf(found.Customer, named), cancellationToken);
        return Results.Ok(ContactRequestResponse.ForStaff(found, scans) with { MailFailures = MailFailureResponse.Of(await failing) });
    }
}
