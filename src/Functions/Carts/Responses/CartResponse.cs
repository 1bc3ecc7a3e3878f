using Dfm.Core.Carts;
using Dfm.Core.Catalogue;
using Dfm.Core.Orders;
using Dfm.Functions.Carts.Storage;
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
public sealed class CartResponses(IOrderStore orders, IConsumableStore consumables, TimeProvider clock)
{
    /// <summary>The part of the cart that the caller may see, at today's prices: one range query for each asset in it.</summary>
    /// <param name="catalogue">The catalogue's version, by which items are compared that were entered under another.</param>
    public async Task<CartResponse> Of(Cart cart, string? catalogue, Caller caller, CancellationToken cancellationToken)
    {
        var visible = cart.VisibleTo(caller);
        var comparing = consumables.Compare(visible, catalogue, cancellationToken);
        var histories = await Task.WhenAll(visible.Items.Select(item => orders.HistoryOf(item.Asset.Asset, caller, cancellationToken)));
        var (current, now) = (await comparing, clock.GetUtcNow());
        var items = current.Shown.Items.Zip(histories, (item, history) =>
            CartItemResponse.Of(item, [.. current.WarningsOf(item), .. CartWarning.Of(item, history, now)]));
        return new([.. items], CartVersion.Of(current.Orderable));
    }
}
