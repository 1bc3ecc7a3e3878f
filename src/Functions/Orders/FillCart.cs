using Dfm.Core;
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
/// <param name="customers">Know where the asset's site is.</param>
/// <param name="consumables">The catalogue.</param>
/// <param name="carts">The carts.</param>
/// <param name="answers">Show the cart.</param>
/// <param name="clock">Now.</param>
public sealed class FillCart(
    IAssetStore assets,
    ICustomerStore customers,
    IConsumableStore consumables,
    ICartStore carts,
    CartAnswers answers,
    TimeProvider clock)
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
        var form = await JsonBody.Read<CartForm>(request, cancellationToken);
        if (!form.IsSuccess) return form.Problem.ToHttp();
        var reading = carts.Read(caller.Customer, caller.User, cancellationToken);
        var item = await Parse(form.Value, found.Value, cancellationToken);
        var cart = await reading;
        if (!item.IsSuccess) return item.Problem.ToHttp();
        var filled = await carts.Change(caller, cart, current => current.With(item.Value), cancellationToken);
        return filled.IsSuccess ? Results.Ok(await answers.Of(filled.Value, caller, cancellationToken)) : filled.Problem.ToHttp();
    }

    private async Task<Result<CartItem>> Parse(CartForm form, Asset asset, CancellationToken cancellationToken)
    {
        var locating = customers.Find(asset.Customer, cancellationToken);
        var fitting = await consumables.Fitting(ModelKey.Of(asset), cancellationToken);
        var site = (await locating)?.Sites.FirstOrDefault(one => one.Id == asset.Site)
            ?? throw new InvalidOperationException($"The site of asset {asset.Id} is not known.");
        return CartItem.Parse(form, asset, site, fitting, clock.GetUtcNow());
    }
}
