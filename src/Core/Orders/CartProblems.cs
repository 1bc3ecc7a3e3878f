namespace Dfm.Core.Orders;

/// <summary>What may be wrong with a cart.</summary>
public static class CartProblems
{
    /// <summary>There is no room for another asset.</summary>
    public static Problem Full { get; } = new(
        ProblemKind.Conflict,
        "cart-full",
        $"Votre panier contient déjà {Cart.MaxAssets} biens : validez-le avant d'en ajouter un autre.");

    /// <summary>There is nothing for such an asset in it.</summary>
    public static Problem ItemNotFound { get; } =
        new(ProblemKind.NotFound, "cart-item-not-found", "Votre panier ne contient rien pour ce bien.");
}
