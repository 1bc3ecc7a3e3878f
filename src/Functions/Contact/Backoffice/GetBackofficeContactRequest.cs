using Dfm.Core.Contact;
using Dfm.Functions.Contact.Responses;
using Dfm.Functions.Http;
using Dfm.Functions.Security;

namespace Dfm.Functions.Contact.Backoffice;

/// <summary>One contact request of any customer, for DFM's staff.</summary>
public sealed class GetBackofficeContactRequest(IContactStore requests)
{
    /// <summary>The request, whose it is, and where to answer.</summary>
    [Function(nameof(GetBackofficeContactRequest))]
    [Audience(Audience.Staff, Scope = "contact.read")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "backoffice/contact-requests/{number}")] HttpRequest request,
        string number,
        CancellationToken cancellationToken) =>
        ContactNumber.TryParse(number, out var named) && await requests.Find(named, cancellationToken) is { } found
            ? Results.Ok(ContactRequestResponse.ForStaff(found))
            : ContactProblems.NotFound.ToHttp();
}
