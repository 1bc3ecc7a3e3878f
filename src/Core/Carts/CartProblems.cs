namespace Dfm.Core.Carts;

/// <summary>Refusals of requests about carts; the codes are part of the API contract.</summary>
public static class CartProblems
{
    /// <summary>The cart has no room for another asset.</summary>
    public static Problem Full { get; } = new(
        ProblemKind.Conflict,
        "cart-full",
        $"Votre panier contient déjà {Cart.MaxAssets} biens : validez-le avant d'en ajouter un autre.");

    /// <summary>The cart has no room for the lines.</summary>
    public static Problem TooManyLines { get; } = new(
        ProblemKind.Conflict,
        "cart-full",
        $"Votre panier contiendrait plus de {Cart.MaxLines} références : validez-le avant d'en ajouter.");

    /// <summary>The cart has no item for the asset.</summary>
    public static Problem ItemNotFound { get; } =
        new(ProblemKind.NotFound, "cart-item-not-found", "Votre panier ne contient rien pour ce bien.");

    /// <summary>The cart has no item that can be ordered.</summary>
    public static Problem Empty { get; } =
        new(ProblemKind.Conflict, "cart-empty", "Votre panier est vide : ajoutez-y des consommables avant de le valider.");

    /// <summary>All retries were lost to concurrent writers.</summary>
    public static Problem Busy { get; } = new(
        ProblemKind.Conflict, "cart-busy", "Votre panier est modifié dans plusieurs fenêtres à la fois : recommencez dans un instant.");

    /// <summary>
    /// The cart differs from the version that the caller has seen, or an import has changed the catalogue; the problem includes the
    /// differences, by asset.
    /// </summary>
    public static Problem Changed(IReadOnlyList<CartDifference> differences) => new(
        ProblemKind.Conflict,
        "cart-changed",
        "Votre panier a changé entre-temps, au catalogue ou dans une autre fenêtre : vérifiez-le puis validez-le de nouveau.",
        differences.GroupBy(one => one.Asset, one => one.Message).ToDictionary(asset => asset.Key, asset => asset.ToArray()));

    /// <summary>Assets that have moved since they were added to the cart, or no longer exist.</summary>
    public static Problem Moved(IReadOnlyList<CartItem> items) => new(
        ProblemKind.Conflict,
        "cart-asset-moved",
        "Un bien de votre panier a changé de site ou n'est plus dans votre parc : retirez-le du panier ou renseignez-le de nouveau.",
        items.ToDictionary(
            item => item.Asset.Asset.Value,
            item => new[] { $"« {item.Asset.Designation} » n'est plus sur le site {item.Site.Name}." }));
}
