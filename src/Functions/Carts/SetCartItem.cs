using Dfm.Core.Carts;
using Dfm.Core.Catalogue;
using Dfm.Core.Parc;
using Dfm.Functions.Carts.Commands;
using Dfm.Functions.Carts.Responses;
using Dfm.Functions.Http;
using Dfm.Functions.Parc.Requests;
using Dfm.Functions.Security;

namespace Dfm.Functions.Carts;

/// <summary>« Renseignez les quantités souhaitées et le stock actuel » (manual, chapter 5): one asset's part of the cart.</summary>
public sealed class SetCartItem(
    IAssetStore assets,
    ICustomerStore customers,
    IConsumableStore consumables,
    CartCommandHandler carts,
    CartResponses responses,
    TimeProvider clock)
{
    /// <summary><c>PUT cart/assets/{id}</c>: replaces what the cart held for the asset, and responds with the whole cart.</summary>
    [Function(nameof(SetCartItem)), Audience(Audience.Customer, Right.Orders)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "cart/assets/{id}")] HttpRequest request,
        string id,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var caller = context.Caller();
        // Before what fits the asset: an import in between leaves the older version, by which the prices are compared again.
        var versioning = consumables.Version(cancellationToken);
        var found = await assets.Find(caller, id, cancellationToken);
        if (!found.IsSuccess) return found.Problem.ToHttp();
        var catalogue = await versioning;
        var form = await JsonBody.Read<CartForm>(request, cancellationToken);
        var parsing = form.Then(body => Parse(body, found.Value, catalogue, cancellationToken));
        var outcome = await carts.Execute(caller, async cart => (await parsing).Then(cart.With), cancellationToken);
        return await outcome.ToHttp(cart => responses.Of(cart, catalogue, caller, cancellationToken));
    }

    private async Task<Result<CartItem>> Parse(CartForm form, Asset asset, string? catalogue, CancellationToken cancellationToken)
    {
        var locating = customers.Find(asset.Customer, cancellationToken);
        var fitting = await consumables.Fitting(ModelKey.Of(asset), cancellationToken);
        var site = (await locating)?.Sites.FirstOrDefault(one => one.Id == asset.Site)
            ?? throw new InvalidOperationException($"The site of asset {asset.Id} is not known.");
        return CartItem.Parse(form, asset, site, fitting, catalogue, clock.GetUtcNow());
    }
}
