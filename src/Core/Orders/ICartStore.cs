using Dfm.Core.Accounts;

namespace Dfm.Core.Orders;

/// <summary>The carts (« Mon panier ») of every customer's people, kept until they are ordered or emptied.</summary>
public interface ICartStore
{
    /// <summary>Somebody's cart; one point read.</summary>
    Task<Cart> Read(CustomerId customer, UserId user, CancellationToken cancellationToken);

    /// <summary>Stores the cart on condition that nobody changed it since it was read; one with nothing in it is removed.</summary>
    /// <returns>False when somebody did: nothing is stored.</returns>
    Task<bool> Save(CustomerId customer, UserId user, Cart cart, CancellationToken cancellationToken);
}
