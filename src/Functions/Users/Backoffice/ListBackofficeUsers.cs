using Dfm.Functions.Http;
using Dfm.Functions.Security;

namespace Dfm.Functions.Users.Backoffice;

/// <summary>The people of a customer: those whose account is open can be asked for in their name, and each can be erased.</summary>
public sealed class ListBackofficeUsers(IUserStore users, ICustomerStore customers)
{
    /// <summary>All of them, by name.</summary>
    [Function(nameof(ListBackofficeUsers)), Audience(Audience.Staff, Scope = "customers.read")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "backoffice/customers/{customer}/users")] HttpRequest request,
        string customer,
        CancellationToken cancellationToken)
    {
        if (!CustomerId.TryParse(customer, out var id)) return CustomerProblems.NotFound.ToHttp();
        var all = await users.List(id, cancellationToken);
        if (all.Count == 0 && await customers.Find(id, cancellationToken) is null) return CustomerProblems.NotFound.ToHttp();
        var items = all.Select(user => new { Id = user.User, user.Name, user.Email, user.Profile, user.State });
        return Results.Json(new { Items = items }, PortalJson.Options);
    }
}
