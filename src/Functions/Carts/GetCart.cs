using Dfm.Core.Carts;
using Dfm.Core.Catalogue;
using Dfm.Functions.Carts.Responses;
using Dfm.Functions.Security;

namespace Dfm.Functions.Carts;

/// <summary>« Mon panier » (manual, chapter 5): what the caller has entered and not yet ordered.</summary>
public sealed class GetCart(ICartStore carts, IConsumableStore consumables, CartResponses responses)
{
    /// <summary>
    /// <c>GET cart</c>: two point reads, and one range query for each asset in the cart; after an import, one for each of its models too.
    /// </summary>
    [Function(nameof(GetCart)), Audience(Audience.Customer, Right.Orders)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "cart")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var caller = context.Caller();
        var catalogue = consumables.Version(cancellationToken);
        var cart = await carts.Read(caller.Customer, caller.User, cancellationToken);
        return Results.Ok(await responses.Of(cart, await catalogue, caller, cancellationToken));
    }
}
