using Dfm.Functions.Privacy.Responses;
using Dfm.Functions.Privacy.Storage;
using Dfm.Functions.Security;

namespace Dfm.Functions.Privacy.Backoffice;

/// <summary>The erasures of a customer: those that wait, and the pseudonyms that an erasure has to be repeated for after a restore.</summary>
public sealed class ListErasures(TableErasureStore erasures)
{
    /// <summary>All of them, the last first; none for an unknown customer.</summary>
    [Function(nameof(ListErasures)), Audience(Audience.Staff, Scope = PrivacyScopes.Read)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "backoffice/customers/{customer}/erasures")] HttpRequest request,
        string customer,
        CancellationToken cancellationToken)
    {
        var found = CustomerId.TryParse(customer, out var known) ? await erasures.List(known, cancellationToken) : [];
        return Results.Ok(new { Items = found.OrderByDescending(one => one.RequestedAt).Select(ErasureResponse.Of) });
    }
}
