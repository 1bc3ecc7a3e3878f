using Dfm.Core.Carts;
using Dfm.Core.Parc;
using Dfm.Functions.Carts.Commands;
using Dfm.Functions.Http;
using Dfm.Functions.Security;

namespace Dfm.Functions.Carts;

/// <summary>Takes one asset's part out of « Mon panier » (manual, chapter 5).</summary>
public sealed class RemoveCartItem(CartCommandHandler carts)
{
    /// <summary><c>DELETE cart/assets/{id}</c>: 204, or 404 when the cart holds nothing for such an asset.</summary>
    [Function(nameof(RemoveCartItem)), Audience(Audience.Customer, Right.Orders)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "cart/assets/{id}")] HttpRequest request,
        string id,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var caller = context.Caller();
        if (!AssetId.TryParse(id, out var asset)) return CartProblems.ItemNotFound.ToHttp();
        var outcome = await carts.Execute(
            caller,
            cart => Task.FromResult<Result<Cart>>(cart.VisibleTo(caller).Has(asset) ? cart.Without(asset) : CartProblems.ItemNotFound),
            cancellationToken);
        return outcome.ToHttp(_ => Results.NoContent());
    }
}
