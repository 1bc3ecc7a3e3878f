using Dfm.Core.Catalogue;
using Dfm.Core.Notifications;
using Dfm.Core.Parc;

namespace Dfm.Core.Carts;

/// <summary>What an import of the catalogue has made of a line of a cart since it was entered.</summary>
/// <param name="Asset">What the line is for.</param>
/// <param name="Entered">The line as it was entered.</param>
/// <param name="Now">The line at today's price; null when the reference is no longer in the catalogue for the asset.</param>
public sealed record CatalogueChange(AssetId Asset, CartLine Entered, CartLine? Now)
{
    /// <summary>How the catalogue has changed the lines of an item; empty when it has not.</summary>
    /// <param name="fitting">What can be ordered for the item's asset.</param>
    public static IEnumerable<CatalogueChange> Of(CartItem item, IReadOnlyList<Consumable> fitting)
    {
        ArgumentNullException.ThrowIfNull(item);
        ArgumentNullException.ThrowIfNull(fitting);
        return
            from line in item.Lines
            let now = line.In(fitting, item.Asset)
            where now != line
            select new CatalogueChange(item.Asset.Asset, line, now);
    }

    /// <summary>Whether it is this line of this item that has changed.</summary>
    internal bool IsOf(CartItem item, CartLine line) => item.Asset.Asset == Asset && line.Reference == Entered.Reference;

    /// <summary>The change as the cart shows it.</summary>
    public CartWarning ToWarning() => new(Entered.Reference, Now is null ? "withdrawn" : "price-changed", Message);

    /// <summary>The change as the refusal of a checkout tells it.</summary>
    public CartDifference ToDifference() => new(Asset.Value, Message);

    private string Message => Now is null
        ? $"« {Entered.Designation} » ({Entered.Reference}) n'est plus au catalogue pour ce bien : cette référence ne peut plus être commandée."
        : $"« {Entered.Designation} » ({Entered.Reference}) a changé de prix (avant : {Price(Entered)}, maintenant : {Price(Now)}).";

    private static string Price(CartLine line) => FrenchText.Price(line.Included, line.Price);
}
