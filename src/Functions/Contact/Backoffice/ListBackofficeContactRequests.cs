using Dfm.Core.Contact;
using Dfm.Functions.Http;
using Dfm.Functions.Security;

namespace Dfm.Functions.Contact.Backoffice;

/// <summary>The contact requests of all customers, for DFM's staff.</summary>
public sealed class ListBackofficeContactRequests(IContactStore requests)
{
    /// <summary>A page, newest first.</summary>
    [Function(nameof(ListBackofficeContactRequests))]
    [Audience(Audience.Staff, Scope = "contact.read")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "backoffice/contact-requests")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var page = PageRequest.Read(request);
        if (!page.IsSuccess) return page.Problem.ToHttp();
        var before = Lists.Before<ContactNumber>(page.Value);
        return before.IsSuccess
            ? Lists.ToHttp(await requests.List(before.Value, page.Value.Limit, cancellationToken))
            : before.Problem.ToHttp();
    }
}
