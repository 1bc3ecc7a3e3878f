using Dfm.Core.Orders;
using Dfm.Functions.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Dfm.Functions.Orders;

/// <summary>« Mon panier » (manual, chapter 5): what the caller has entered and not yet ordered.</summary>
/// <param name="carts">The carts.</param>
/// <param name="answers">Show the cart.</param>
public sealed class GetCart(ICartStore carts, CartAnswers answers)
{
    /// <summary><c>GET cart</c>: one point read, and one range query for each asset in the cart.</summary>
    [Function(nameof(GetCart)), Audience(Audience.Customer)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "cart")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var caller = context.Caller();
        var cart = await carts.Read(caller.Customer, caller.User, cancellationToken);
        return Results.Ok(await answers.Of(cart, caller, cancellationToken));
    }
}
