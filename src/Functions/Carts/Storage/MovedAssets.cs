using Dfm.Core.Carts;
using Dfm.Core.Parc;

namespace Dfm.Functions.Carts.Storage;

/// <summary>Tells of assets that moved after somebody had entered what is wanted for them.</summary>
public static class MovedAssets
{
    /// <summary>What is for assets that are no longer where they were; one point read for each that may have moved.</summary>
    public static async Task<IReadOnlyList<CartItem>> MovedSince(
        this IAssetStore assets, Cart cart, CustomerId customer, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var looked = await Task.WhenAll(cart.Stale(now).Select(async item =>
            (Item: item, Asset: await assets.Find(customer, item.Asset.Asset, cancellationToken))));
        return [.. looked.Where(one => one.Asset?.Site != one.Item.Site.Id).Select(one => one.Item)];
    }
}
