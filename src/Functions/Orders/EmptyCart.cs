using Dfm.Core.Orders;
using Dfm.Core.Parc;
using Dfm.Functions.Http;
using Dfm.Functions.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Dfm.Functions.Orders;

/// <summary>Takes one asset's part out of « Mon panier » (manual, chapter 5).</summary>
/// <param name="carts">The carts.</param>
public sealed class EmptyCart(ICartStore carts)
{
    /// <summary><c>DELETE cart/assets/{id}</c>: 204, or 404 when the cart holds nothing for such an asset.</summary>
    [Function(nameof(EmptyCart)), Audience(Audience.Customer)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "cart/assets/{id}")] HttpRequest request,
        string id,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var caller = context.Caller();
        if (!AssetId.TryParse(id, out var asset)) return CartProblems.ItemNotFound.ToHttp();
        var cart = await carts.Read(caller.Customer, caller.User, cancellationToken);
        var emptied = await carts.Change(
            caller,
            cart,
            current => current.VisibleTo(caller).Has(asset) ? current.Without(asset) : CartProblems.ItemNotFound,
            cancellationToken);
        return emptied.ToHttp(_ => Results.NoContent());
    }
}
