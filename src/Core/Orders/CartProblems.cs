namespace Dfm.Core.Orders;

/// <summary>What may be wrong with a cart.</summary>
public static class CartProblems
{
    /// <summary>There is no room for another asset.</summary>
    public static Problem Full { get; } = new(
        ProblemKind.Conflict,
        "cart-full",
        $"Votre panier contient déjà {Cart.MaxAssets} biens : validez-le avant d'en ajouter un autre.");

    /// <summary>There is no room for so many lines.</summary>
    public static Problem TooManyLines { get; } = new(
        ProblemKind.Conflict,
        "cart-full",
        $"Votre panier contiendrait plus de {Cart.MaxLines} références : validez-le avant d'en ajouter.");

    /// <summary>There is nothing for such an asset in it.</summary>
    public static Problem ItemNotFound { get; } =
        new(ProblemKind.NotFound, "cart-item-not-found", "Votre panier ne contient rien pour ce bien.");

    /// <summary>There is nothing in it that could be ordered.</summary>
    public static Problem Empty { get; } =
        new(ProblemKind.Conflict, "cart-empty", "Votre panier est vide : ajoutez-y des consommables avant de le valider.");

    /// <summary>So many windows at once that this one lost every time.</summary>
    public static Problem Busy { get; } = new(
        ProblemKind.Conflict, "cart-busy", "Votre panier est modifié dans plusieurs fenêtres à la fois : recommencez dans un instant.");

    /// <summary>The cart is not as the caller has seen it; what changed goes along, by asset.</summary>
    public static Problem Changed(IReadOnlyList<CartDifference> differences) => new(
        ProblemKind.Conflict,
        "cart-changed",
        "Votre panier a changé entre-temps, par exemple dans une autre fenêtre : vérifiez-le puis validez-le de nouveau.",
        differences.ToDictionary(one => one.Asset, one => new[] { one.Message }));

    /// <summary>Assets that are no longer where they were when they were put into the cart, or no longer there at all.</summary>
    public static Problem Moved(IReadOnlyList<CartItem> items) => new(
        ProblemKind.Conflict,
        "cart-asset-moved",
        "Un bien de votre panier a changé de site ou n'est plus dans votre parc : retirez-le du panier ou renseignez-le de nouveau.",
        items.ToDictionary(
            item => item.Asset.Asset.Value,
            item => new[] { $"« {item.Asset.Designation} » n'est plus sur le site {item.Site.Name}." }));
}
