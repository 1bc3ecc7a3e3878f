using Dfm.Core.Accounts;
using Dfm.Core.Orders;
using Dfm.Core.Parc;

namespace Dfm.Core.Carts;

/// <summary>A person's cart (« Mon panier », manual, chapter 5).</summary>
/// <param name="Items">One for each asset, sorted by asset id.</param>
public sealed record Cart(IReadOnlyList<CartItem> Items)
{
    /// <summary>The maximum number of assets: a checkout must fit into one table transaction.</summary>
    public const int MaxAssets = 12;

    /// <summary>The maximum number of lines: the recap must fit into one mail.</summary>
    public const int MaxLines = 100;

    /// <summary>The items that <paramref name="caller"/> may see: items of sites that the caller may no longer see are left out.</summary>
    public Cart VisibleTo(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return this with { Items = [.. Items.Where(item => caller.MaySee(item.Asset.Site))] };
    }

    /// <summary>Replaces the item of the same asset by <paramref name="item"/>; <c>cart-full</c> when there is no room.</summary>
    public Result<Cart> With(CartItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        var others = Without(item.Asset.Asset).Items;
        if (others.Count >= MaxAssets) return CartProblems.Full;
        if (others.Sum(one => one.Lines.Count) + item.Lines.Count > MaxLines) return CartProblems.TooManyLines;
        return this with { Items = [.. others.Append(item).OrderBy(one => one.Asset.Asset.Value, StringComparer.Ordinal)] };
    }

    /// <summary>Removes the item of an asset.</summary>
    public Cart Without(AssetId asset) => this with { Items = [.. Items.Where(item => item.Asset.Asset != asset)] };

    /// <summary>Whether the cart has an item for an asset.</summary>
    public bool Has(AssetId asset) => Items.Any(item => item.Asset.Asset == asset);

    /// <summary>How long an item is assumed to be consistent with the parc, which the ERP's imports change.</summary>
    public static readonly TimeSpan FreshFor = TimeSpan.FromHours(1);

    /// <summary>
    /// Adds the items returned by an approval. The cart's items of the same assets are kept; items without room are dropped.
    /// </summary>
    public Cart WithReturned(IReadOnlyList<CartItem> returned)
    {
        ArgumentNullException.ThrowIfNull(returned);
        return returned.Where(item => !Has(item.Asset.Asset))
            .Aggregate(this, (cart, item) => cart.With(item) is { IsSuccess: true, Value: var fuller } ? fuller : cart);
    }

    /// <summary>The items entered so long ago that their assets may have moved.</summary>
    public IReadOnlyList<CartItem> Stale(DateTimeOffset at) => [.. Items.Where(item => at - item.ChangedAt > FreshFor)];

    /// <summary>One delivery for each site and comment, since the comment says where on the site to deliver; sorted by site.</summary>
    public IReadOnlyList<CartDelivery> Deliveries() =>
    [
        .. Items.GroupBy(item => (item.Site.Id, item.Comment))
            .Select(items => new CartDelivery(items.First().Site, items.Key.Comment, [.. items]))
            .OrderBy(delivery => delivery.Site.Id.Value, StringComparer.Ordinal)
            .ThenBy(delivery => delivery.Items[0].Asset.Asset.Value, StringComparer.Ordinal),
    ];
}

/// <summary>The items of a cart that become one order.</summary>
/// <param name="Comment">Where on the site to deliver, as the customer wrote it.</param>
public sealed record CartDelivery(Site Site, string? Comment, IReadOnlyList<CartItem> Items)
{
    /// <summary>The content of the order.</summary>
    public OrderContent ToOrder() => new(
        Site,
        Comment,
        [.. Items.Select(item => new OrderAsset(item.Asset, item.CustomerReference))],
        [.. Items.SelectMany(item => item.Lines.Select(line => (item, line))).Select((pair, n) => Line(n + 1, pair.item, pair.line))]);

    private static OrderLine Line(int number, CartItem item, CartLine line) => new(
        number,
        item.Asset.Asset,
        line.Reference,
        line.Designation,
        line.Colour,
        line.Included,
        line.Price,
        line.Quantity,
        line.Stock,
        Delivered: 0);
}
