using Dfm.Functions.Security;
using Dfm.Functions.Users.Responses;

namespace Dfm.Functions.Privacy.Backoffice;

/// <summary>The users of a customer, for whoever is asked about one of them.</summary>
public sealed class ListCustomerUsers(IUserStore users)
{
    /// <summary>All of them, by name; none for an unknown customer.</summary>
    [Function(nameof(ListCustomerUsers)), Audience(Audience.Staff, Scope = PrivacyScopes.Read)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "backoffice/customers/{customer}/users")] HttpRequest request,
        string customer,
        CancellationToken cancellationToken)
    {
        var found = CustomerId.TryParse(customer, out var known) ? await users.List(known, cancellationToken) : [];
        return Results.Ok(new { Items = found.Select(UserResponse.Of) });
    }
}
