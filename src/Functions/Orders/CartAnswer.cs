using Dfm.Core.Accounts;
using Dfm.Core.Orders;
using Dfm.Functions.Parc;

namespace Dfm.Functions.Orders;

/// <summary>A cart as the API shows it.</summary>
internal sealed record CartAnswer(IReadOnlyList<CartItemAnswer> Items, string Version)
{
    /// <summary>Whoever may no longer see a site no longer sees what the cart holds for it.</summary>
    public static CartAnswer Of(Cart cart, Caller caller) => new(
        [.. cart.Items.Where(item => caller.MaySee(item.Asset.Site)).Select(CartItemAnswer.Of)], cart.Version);
}

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
    public static CartItemAnswer Of(CartItem item) => new(
        AssetView.Of(item.Asset),
        new SiteView(item.Asset.Site.Value, item.Asset.SiteName),
        item.Lines,
        item.Comment,
        item.CustomerReference,
        item.ChangedAt,
        CartWarning.Of(item));
}
