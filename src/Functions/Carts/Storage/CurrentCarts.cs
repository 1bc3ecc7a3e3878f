using Dfm.Core.Carts;
using Dfm.Core.Catalogue;

namespace Dfm.Functions.Carts.Storage;

/// <summary>Compares carts with the catalogue.</summary>
public static class CurrentCarts
{
    /// <summary>
    /// The cart beside the catalogue: one range query for each model of which something was entered by another version of it, together.
    /// </summary>
    /// <param name="version">The catalogue's version, read before.</param>
    public static async Task<CurrentCart> Compare(
        this IConsumableStore consumables, Cart cart, string? version, CancellationToken cancellationToken)
    {
        var models = cart.Items.Where(item => item.Catalogue != version).Select(item => ModelKey.Of(item.Asset)).Distinct();
        var catalogue = await Task.WhenAll(models.Select(async model =>
            KeyValuePair.Create(model, await consumables.Fitting(model, cancellationToken))));
        return CurrentCart.Of(cart, catalogue.ToDictionary());
    }
}
