using Dfm.Core.Accounts;
using Dfm.Core.Parc;

namespace Dfm.Core.Orders;

/// <summary>Somebody's cart as it was read.</summary>
/// <param name="Items">One for each asset, by the assets' ids.</param>
/// <param name="Version">Changes with every change of the cart; empty for an empty one.</param>
public sealed record Cart(IReadOnlyList<CartItem> Items, string Version)
{
    /// <summary>The most assets in one cart: what becomes of it has to fit into one transaction.</summary>
    public const int MaxAssets = 20;
}

/// <summary>The carts (« Mon panier ») of every customer's people, kept until they are ordered or emptied.</summary>
public interface ICartStore
{
    /// <summary>Somebody's cart; one query of its key range.</summary>
    Task<Cart> Read(CustomerId customer, UserId user, CancellationToken cancellationToken);

    /// <summary>Puts an asset's part in the place of what was there for it.</summary>
    Task Put(CustomerId customer, UserId user, CartItem item, CancellationToken cancellationToken);

    /// <summary>Takes an asset's part out; false when there was none.</summary>
    Task<bool> Remove(CustomerId customer, UserId user, AssetId asset, CancellationToken cancellationToken);
}
