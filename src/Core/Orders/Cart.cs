using Dfm.Core.Accounts;
using Dfm.Core.Parc;

namespace Dfm.Core.Orders;

/// <summary>Somebody's cart (« Mon panier », manual, chapter 5).</summary>
/// <param name="Items">One for each asset, by the assets' ids.</param>
/// <param name="Mark">The store's concurrency mark of what was read; null where nothing was ever stored.</param>
public sealed record Cart(IReadOnlyList<CartItem> Items, string? Mark)
{
    /// <summary>
    /// The ids of the last commands that filled or emptied it, the latest first: one whose answer was lost is recognised by its own. A checkout
    /// and the end of an approval are recognised by the journals of what comes of the cart.
    /// </summary>
    public IReadOnlyList<Guid> Commands { get; init; } = [];

    /// <summary>The most assets in one cart: what becomes of it has to fit into one transaction.</summary>
    public const int MaxAssets = 12;

    /// <summary>The most lines in one cart: its recap has to fit into one mail.</summary>
    public const int MaxLines = 100;

    /// <summary>The part that somebody may see: who may no longer see a site no longer sees what the cart holds for it.</summary>
    public Cart VisibleTo(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return this with { Items = [.. Items.Where(item => caller.MaySee(item.Asset.Site))] };
    }

    /// <summary>The cart with <paramref name="item"/> in place of what was there for its asset; <c>cart-full</c> without room.</summary>
    public Result<Cart> With(CartItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        var others = Without(item.Asset.Asset).Items;
        if (others.Count >= MaxAssets) return CartProblems.Full;
        if (others.Sum(one => one.Lines.Count) + item.Lines.Count > MaxLines) return CartProblems.TooManyLines;
        return this with { Items = [.. others.Append(item).OrderBy(one => one.Asset.Asset.Value, StringComparer.Ordinal)] };
    }

    /// <summary>The cart with nothing for an asset.</summary>
    public Cart Without(AssetId asset) => this with { Items = [.. Items.Where(item => item.Asset.Asset != asset)] };

    /// <summary>Whether there is something for an asset.</summary>
    public bool Has(AssetId asset) => Items.Any(item => item.Asset.Asset == asset);

    /// <summary>How long what was entered is known to be in line with the parc, whose changes come from the ERP's imports.</summary>
    public static readonly TimeSpan FreshFor = TimeSpan.FromHours(1);

    /// <summary>Why the cart, as it was read, cannot be ordered; null when it can.</summary>
    /// <param name="seen">The <see cref="CartVersion"/> that its owner has seen.</param>
    public Problem? Refusal(string seen)
    {
        if (CartVersion.Differences(seen, this) is { Count: > 0 } differences) return CartProblems.Changed(differences);
        return Items.Count == 0 ? CartProblems.Empty : null;
    }

    /// <summary>
    /// The cart with what comes back from an approval: what it holds for the same asset meanwhile stays, and what finds no room stays out.
    /// </summary>
    public Cart WithReturned(IReadOnlyList<CartItem> returned)
    {
        ArgumentNullException.ThrowIfNull(returned);
        return returned.Where(item => !Has(item.Asset.Asset))
            .Aggregate(this, (cart, item) => cart.With(item) is { IsSuccess: true, Value: var fuller } ? fuller : cart);
    }

    /// <summary>What was entered so long ago that its assets may have moved since.</summary>
    public IReadOnlyList<CartItem> Stale(DateTimeOffset at) => [.. Items.Where(item => at - item.ChangedAt > FreshFor)];

    /// <summary>
    /// What becomes of the cart: one delivery for each site and each comment, since a comment says where on the site it goes. In the order
    /// of the sites.
    /// </summary>
    public IReadOnlyList<CartDelivery> Deliveries() =>
    [
        .. Items.GroupBy(item => (item.Site.Id, item.Comment))
            .Select(items => new CartDelivery(items.First().Site, items.Key.Comment, [.. items]))
            .OrderBy(delivery => delivery.Site.Id.Value, StringComparer.Ordinal)
            .ThenBy(delivery => delivery.Items[0].Asset.Asset.Value, StringComparer.Ordinal),
    ];
}

/// <summary>What of a cart goes to one place: an order to be.</summary>
/// <param name="Site">The site.</param>
/// <param name="Comment">Where on the site, as the customer wrote it.</param>
/// <param name="Items">What goes there.</param>
public sealed record CartDelivery(Site Site, string? Comment, IReadOnlyList<CartItem> Items);
