using Dfm.Core.Orders;
using Dfm.Functions.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Dfm.Functions.Orders;

/// <summary>« Mon panier » (manual, chapter 5): what the caller has entered and not yet ordered.</summary>
/// <param name="carts">The carts.</param>
public sealed class GetCart(ICartStore carts)
{
    /// <summary><c>GET cart</c>: one range query.</summary>
    [Function(nameof(GetCart)), Audience(Audience.Customer)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "cart")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var caller = context.Caller();
        return Results.Ok(CartAnswer.Of(await carts.Read(caller.Customer, caller.User, cancellationToken), caller));
    }
}
