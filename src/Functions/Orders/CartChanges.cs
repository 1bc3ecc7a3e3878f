using Dfm.Core;
using Dfm.Core.Accounts;
using Dfm.Core.Orders;

namespace Dfm.Functions.Orders;

/// <summary>Changes somebody's cart, whatever their other windows do to it meanwhile.</summary>
internal static class CartChanges
{
    private const int Tries = 10;

    /// <summary>Stores what <paramref name="change"/> makes of the cart or, when it changed meanwhile, of the cart as it stands.</summary>
    /// <param name="carts">The carts.</param>
    /// <param name="caller">Whose cart.</param>
    /// <param name="cart">The cart as it was read.</param>
    /// <param name="change">The change, or why it is refused; may be asked again.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public static async Task<Result<Cart>> Change(
        this ICartStore carts, Caller caller, Cart cart, Func<Cart, Result<Cart>> change, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            if (attempt > 0) cart = await carts.Read(caller.Customer, caller.User, cancellationToken);
            var changed = change(cart);
            if (!changed.IsSuccess || await carts.Save(caller.Customer, caller.User, changed.Value, cancellationToken)) return changed;
        }

        return CartProblems.Busy;
    }
}
