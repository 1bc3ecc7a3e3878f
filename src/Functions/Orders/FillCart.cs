using Dfm.Core.Accounts;
using Dfm.Core.Orders;
using Dfm.Core.Parc;
using Dfm.Functions.Http;
using Dfm.Functions.Parc;
using Dfm.Functions.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Dfm.Functions.Orders;

/// <summary>« Renseignez les quantités souhaitées et le stock actuel » (manual, chapter 5): one asset's part of the cart.</summary>
/// <param name="assets">The parc.</param>
/// <param name="consumables">The catalogue.</param>
/// <param name="carts">The carts.</param>
/// <param name="clock">Now.</param>
public sealed class FillCart(IAssetStore assets, IConsumableStore consumables, ICartStore carts, TimeProvider clock)
{
    /// <summary><c>PUT cart/assets/{id}</c>: takes the place of what was there for the asset, and answers with the whole cart.</summary>
    [Function(nameof(FillCart)), Audience(Audience.Customer)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "cart/assets/{id}")] HttpRequest request,
        string id,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var caller = context.Caller();
        var found = await assets.Find(caller, id, cancellationToken);
        if (!found.IsSuccess) return found.Problem.ToHttp();
        var asset = found.Value;
        var form = await JsonBody.Read<CartForm>(request, cancellationToken);
        if (!form.IsSuccess) return form.Problem.ToHttp();
        var (fitting, cart) = await Read(caller, asset, cancellationToken);
        var item = CartItem.Parse(form.Value, asset, fitting, clock.GetUtcNow());
        if (!item.IsSuccess) return item.Problem.ToHttp();
        if (cart.Items.Count >= Cart.MaxAssets && cart.Items.All(one => one.Asset.Asset != asset.Id)) return CartProblems.Full.ToHttp();
        await carts.Put(caller.Customer, caller.User, item.Value, cancellationToken);
        return Results.Ok(CartAnswer.Of(await carts.Read(caller.Customer, caller.User, cancellationToken), caller));
    }

    private async Task<(IReadOnlyList<Consumable> Fitting, Cart Cart)> Read(Caller caller, Asset asset, CancellationToken cancellationToken)
    {
        var fitting = consumables.Fitting(ModelKey.Of(asset), cancellationToken);
        var cart = carts.Read(caller.Customer, caller.User, cancellationToken);
        return (await fitting, await cart);
    }
}
