using Dfm.Core.Parc;
using Dfm.Functions.Http;
using Dfm.Functions.Parc.Requests;
using Dfm.Functions.Parc.Responses;
using Dfm.Functions.Security;

namespace Dfm.Functions.Parc.Backoffice;

/// <summary>The parc of a customer, by search words, site and kind, for DFM's staff.</summary>
public sealed class ListBackofficeAssets(IAssetPages pages, ICustomerStore customers)
{
    /// <summary>A page as the customer's Superviseur sees it.</summary>
    [Function(nameof(ListBackofficeAssets)), Audience(Audience.Staff, Scope = "customers.read")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "backoffice/customers/{customer}/assets")] HttpRequest request,
        string customer,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        if (!CustomerId.TryParse(customer, out var id)) return CustomerProblems.NotFound.ToHttp();
        var caller = Caller.OfStaff(id, context.Staff());
        var asked = AssetListRequest.Read(request, caller);
        if (!asked.IsSuccess) return asked.Problem.ToHttp();
        var page = await pages.Read(customers, caller, asked.Value, cancellationToken);
        if (!page.IsSuccess) return page.Problem.ToHttp();
        // Whether the customer exists matters only when the page is empty.
        return page.Value.Items.Count > 0 || await customers.Find(id, cancellationToken) is not null
            ? Results.Ok(new { Items = page.Value.Items.Select(AssetResponse.Of), page.Value.NextCursor })
            : CustomerProblems.NotFound.ToHttp();
    }
}
