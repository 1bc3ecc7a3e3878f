using Dfm.Functions.Http;
using Dfm.Functions.Security;
using Dfm.Functions.Storage;

namespace Dfm.Functions.Accounts.Backoffice;

/// <summary>The customers, to pick one from.</summary>
public sealed class ListBackofficeCustomers(ICustomerStore customers)
{
    private const int MaxSearch = 100;

    /// <summary>A page by code: <c>?search=&amp;cursor=&amp;limit=</c>.</summary>
    [Function(nameof(ListBackofficeCustomers)), Audience(Audience.Staff, Scope = "customers.read")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "backoffice/customers")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var check = new FieldChecks();
        var search = check.Optional("search", request.Query["search"], MaxSearch);
        var asked = PageRequest.Read(request).And(check.ResultOf(search ?? ""));
        if (!asked.IsSuccess) return asked.Problem.ToHttp();
        var page = asked.Value.First;
        string? after = null;
        if (page.Cursor is { } cursor && !Cursor.TryRead(cursor, out after)) return Cursor.Bad.ToHttp();
        var (items, next) = await customers.List(search, after, page.Limit, cancellationToken);
        return Results.Json(new { Items = items, NextCursor = next is null ? null : Cursor.At(next) }, PortalJson.Options);
    }
}
