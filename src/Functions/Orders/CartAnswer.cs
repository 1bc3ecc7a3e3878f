using Dfm.Core.Accounts;
using Dfm.Core.Orders;
using Dfm.Functions.Parc;

namespace Dfm.Functions.Orders;

/// <summary>A cart as the API shows it.</summary>
internal sealed record CartAnswer(IReadOnlyList<CartItemAnswer> Items, string Version);

/// <summary>One asset's part of a cart as the API shows it.</summary>
internal sealed record CartItemAnswer(
    AssetView Asset,
    SiteView Site,
    IReadOnlyList<CartLine> Lines,
    string? Comment,
    string? CustomerReference,
    DateTimeOffset ChangedAt,
    IReadOnlyList<CartWarning> Warnings)
{
    public static CartItemAnswer Of(CartItem item, IReadOnlyList<CartWarning> warnings) => new(
        AssetView.Of(item.Asset),
        new SiteView(item.Site.Id.Value, item.Site.Name),
        item.Lines,
        item.Comment,
        item.CustomerReference,
        item.ChangedAt,
        warnings);
}

/// <summary>Shows carts, each part with what somebody may have overlooked in it.</summary>
/// <param name="orders">Tell what was ordered before.</param>
/// <param name="clock">Now.</param>
public sealed class CartAnswers(IOrderStore orders, TimeProvider clock)
{
    /// <summary>The part of the cart that the caller may see: one range query for each asset in it.</summary>
    internal async Task<CartAnswer> Of(Cart cart, Caller caller, CancellationToken cancellationToken)
    {
        var visible = cart.VisibleTo(caller);
        var now = clock.GetUtcNow();
        var items = await Task.WhenAll(visible.Items.Select(async item =>
        {
            var history = await orders.HistoryOf(item.Asset.Asset, caller, cancellationToken);
            return CartItemAnswer.Of(item, CartWarning.Of(item, history, now));
        }));
        return new(items, CartVersion.Of(visible));
    }
}
