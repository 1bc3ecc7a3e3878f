using Dfm.Core.Catalogue;

namespace Dfm.Core.Carts;

/// <summary>
/// A cart beside the catalogue as it stands: since its lines were entered, an import may have changed prices or withdrawn references.
/// </summary>
/// <param name="Entered">As its owner entered it.</param>
/// <param name="Changes">The lines that the catalogue has changed since.</param>
public sealed record CurrentCart(Cart Entered, IReadOnlyList<CatalogueChange> Changes)
{
    /// <summary>Compares a cart with the catalogue.</summary>
    /// <param name="catalogue">What fits the models that have to be compared; the items of other models are as they were entered.</param>
    public static CurrentCart Of(Cart entered, IReadOnlyDictionary<ModelKey, IReadOnlyList<Consumable>> catalogue)
    {
        ArgumentNullException.ThrowIfNull(entered);
        ArgumentNullException.ThrowIfNull(catalogue);
        return new(entered, [.. entered.Items.SelectMany(item => catalogue.TryGetValue(ModelKey.Of(item.Asset), out var fitting)
            ? CatalogueChange.Of(item, fitting)
            : [])]);
    }

    /// <summary>The cart at today's prices; what was withdrawn is in it as it was entered.</summary>
    public Cart Shown => Map(change => change.Now ?? change.Entered);

    /// <summary>The cart at today's prices without what was withdrawn: what a checkout orders, and what the cart's version tells.</summary>
    public Cart Orderable => Map(change => change.Now);

    /// <summary>What the catalogue has changed about one item, to show.</summary>
    public IReadOnlyList<CartWarning> WarningsOf(CartItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return [.. Changes.Where(change => change.Asset == item.Asset.Asset).Select(change => change.ToWarning())];
    }

    /// <summary>Why the cart cannot be ordered; null when it can.</summary>
    /// <param name="seen">The <see cref="CartVersion"/> that its owner has seen.</param>
    public Problem? Refusal(string seen)
    {
        var orderable = Orderable;
        var differing = CartVersion.Differences(seen, orderable).Select(one => one.Asset).ToHashSet();
        if (differing.Count == 0) return orderable.Items.Count == 0 ? CartProblems.Empty : null;
        var how = CartVersion.Differences(seen, Entered).Concat(Changes.Select(change => change.ToDifference()));
        return CartProblems.Changed([.. how.Where(one => differing.Contains(one.Asset))]);
    }

    private Cart Map(Func<CatalogueChange, CartLine?> today)
    {
        if (Changes.Count == 0) return Entered;
        var items = Entered.Items.Select(item => item with { Lines = [.. item.Lines.Select(line => Today(item, line)).OfType<CartLine>()] });
        return new Cart([.. items.Where(item => item.Lines.Count > 0)]);

        CartLine? Today(CartItem item, CartLine line) =>
            Changes.FirstOrDefault(change => change.IsOf(item, line)) is { } change ? today(change) : line;
    }
}
