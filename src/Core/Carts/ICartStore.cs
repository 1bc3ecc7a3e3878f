using Dfm.Core.Accounts;

namespace Dfm.Core.Carts;

/// <summary>The carts (« Mon panier »), kept until they are ordered or emptied.</summary>
public interface ICartStore
{
    /// <summary>A person's cart; one point read.</summary>
    Task<Cart> Read(CustomerId customer, UserId user, CancellationToken cancellationToken);
}
