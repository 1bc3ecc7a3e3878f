using Dfm.Core.Orders;
using Dfm.Core.Parc;
using Dfm.Functions.Http;
using Dfm.Functions.Parc;
using Dfm.Functions.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Dfm.Functions.Orders;

/// <summary>« Suivi des commandes » (manual, chapter 5): the orders for one asset, newest first.</summary>
/// <param name="assets">The parc.</param>
/// <param name="orders">Where orders are stored.</param>
public sealed class ListAssetOrders(IAssetStore assets, IOrderStore orders)
{
    /// <summary>A page of orders. Those for a site that the caller may not see, where the asset stood then, are left out.</summary>
    [Function(nameof(ListAssetOrders)), Audience(Audience.Customer)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "assets/{id}/orders")] HttpRequest request,
        string id,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var page = PageRequest.Read(request);
        if (!page.IsSuccess) return page.Problem.ToHttp();
        var before = Lists.Before<OrderNumber>(page.Value);
        if (!before.IsSuccess) return before.Problem.ToHttp();
        var caller = context.Caller();
        var found = await assets.Find(caller, id, cancellationToken);
        if (!found.IsSuccess) return found.Problem.ToHttp();
        var listed = await orders.ListOfAsset(caller.Customer, found.Value.Id, before.Value, page.Value.Limit, cancellationToken);
        return Lists.ToHttp(listed with { Items = [.. listed.Items.Where(one => caller.MaySee(one.Order.Site))] });
    }
}
