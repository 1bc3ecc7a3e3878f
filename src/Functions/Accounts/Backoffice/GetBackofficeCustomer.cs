using Dfm.Functions.Http;
using Dfm.Functions.Security;

namespace Dfm.Functions.Accounts.Backoffice;

/// <summary>A customer with its sites.</summary>
public sealed class GetBackofficeCustomer(ICustomerStore customers)
{
    [Function(nameof(GetBackofficeCustomer)), Audience(Audience.Staff, Scope = "customers.read")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "backoffice/customers/{customer}")] HttpRequest request,
        string customer,
        CancellationToken cancellationToken) =>
        CustomerId.TryParse(customer, out var id) && await customers.Find(id, cancellationToken) is { } found
            ? Results.Json(new { found.Id, found.Name, found.Sites }, PortalJson.Options)
            : CustomerProblems.NotFound.ToHttp();
}
