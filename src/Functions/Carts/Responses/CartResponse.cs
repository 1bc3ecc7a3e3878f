using Dfm.Core.Carts;
using Dfm.Core.Orders;
using Dfm.Functions.Orders.Storage;
using Dfm.Functions.Parc.Responses;

namespace Dfm.Functions.Carts.Responses;

/// <summary>A cart as the API shows it.</summary>
public sealed record CartResponse(IReadOnlyList<CartItemResponse> Items, string Version);

/// <summary>One asset's part of a cart as the API shows it.</summary>
public sealed record CartItemResponse(
    AssetSnapshotResponse Asset,
    SiteResponse Site,
    IReadOnlyList<CartLine> Lines,
    string? Comment,
    string? CustomerReference,
    DateTimeOffset ChangedAt,
    IReadOnlyList<CartWarning> Warnings)
{
    public static CartItemResponse Of(CartItem item, IReadOnlyList<CartWarning> warnings) => new(
        AssetSnapshotResponse.Of(item.Asset),
        new SiteResponse(item.Site.Id.Value, item.Site.Name),
        item.Lines,
        item.Comment,
        item.CustomerReference,
        item.ChangedAt,
        warnings);
}

/// <summary>Shows carts, each part with what somebody may have overlooked in it.</summary>
public sealed class CartResponses(IOrderStore orders, TimeProvider clock)
{
    /// <summary>The part of the cart that the caller may see: one range query for each asset in it.</summary>
    public async Task<CartResponse> Of(Cart cart, Caller caller, CancellationToken cancellationToken)
    {
        var visible = cart.VisibleTo(caller);
        var now = clock.GetUtcNow();
        var items = await Task.WhenAll(visible.Items.Select(async item =>
        {
            var history = await orders.HistoryOf(item.Asset.Asset, caller, cancellationToken);
            return CartItemResponse.Of(item, CartWarning.Of(item, history, now));
        }));
        return new(items, CartVersion.Of(visible));
    }
}
