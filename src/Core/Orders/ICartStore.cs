using Dfm.Core.Accounts;

namespace Dfm.Core.Orders;

/// <summary>The carts (« Mon panier ») of every customer's people, kept until they are ordered or emptied.</summary>
public interface ICartStore
{
    /// <summary>Somebody's cart; one point read.</summary>
    Task<Cart> Read(CustomerId customer, UserId user, CancellationToken cancellationToken);

    /// <summary>
    /// Somebody's cart as this process stored it last, without asking the storage, once; null when it does not remember. Others may have
    /// changed it since: good for nothing but a write on condition of its mark.
    /// </summary>
    Cart? Recall(CustomerId customer, UserId user);

    /// <summary>Stores the cart on condition that nobody changed it since it was read.</summary>
    /// <returns>False when somebody did: nothing is stored.</returns>
    Task<bool> Save(CustomerId customer, UserId user, Cart cart, CancellationToken cancellationToken);
}
