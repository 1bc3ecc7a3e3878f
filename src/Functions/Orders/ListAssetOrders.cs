using Dfm.Core.Orders;
using Dfm.Core.Parc;
using Dfm.Functions.Parc.Requests;
using Dfm.Functions.Security;

namespace Dfm.Functions.Orders;

/// <summary>« Suivi des commandes » (manual, chapter 5): the orders for one asset, newest first.</summary>
public sealed class ListAssetOrders(IAssetStore assets, IOrderStore orders)
{
    [Function(nameof(ListAssetOrders)), Audience(Audience.Customer, Right.Orders)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "assets/{id}/orders")] HttpRequest request,
        string id,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var caller = context.Caller();
        return assets.ListOf<OrderNumber, AssetOrder>(
            request,
            caller,
            id,
            (asset, before, limit) => orders.ListOfAsset(caller.Customer, asset, before, limit, cancellationToken),
            order => order.Order.Site,
            cancellationToken);
    }
}
