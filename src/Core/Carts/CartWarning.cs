using Dfm.Core.Catalogue;
using Dfm.Core.Orders;

namespace Dfm.Core.Carts;

/// <summary>
/// A warning about something that may have been overlooked in the cart. It does not prevent the order, which leaves out what was withdrawn
/// from the catalogue.
/// </summary>
/// <param name="Reference">The line concerned.</param>
/// <param name="Code">Stable; part of the API contract.</param>
/// <param name="Message">One French sentence.</param>
public sealed record CartWarning(ConsumableReference Reference, string Code, string Message)
{
    /// <summary>The lowest stock that can be plenty: one in reserve is normal.</summary>
    public const int LeastPlenty = 2;

    /// <summary>The warnings about one item of the cart.</summary>
    /// <param name="history">The asset's orders, newest first.</param>
    public static IReadOnlyList<CartWarning> Of(CartItem item, IReadOnlyList<AssetOrder> history, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(item);
        return [.. item.Lines.SelectMany(line => Of(line, ConsumableHistory.Of(line.Reference, history, at)))];
    }

    private static IEnumerable<CartWarning> Of(CartLine line, ConsumableHistory history)
    {
        if (line.Stock >= LeastPlenty && line.Stock >= line.Quantity)
        {
            yield return new(
                line.Reference,
                "stock-plenty",
                $"Vous indiquez en avoir encore {line.Stock} en stock pour {line.Quantity} à commander.");
        }

        if (history.OnTheWay.Count > 0)
        {
            var total = history.OnTheWay.Sum(order => order.Quantity);
            var numbers = string.Join(", ", history.OnTheWay.Select(order => $"n° {order.Number}"));
            yield return new(
                line.Reference,
                "already-ordered",
                $"Cette référence est déjà en cours de livraison pour ce bien : {total} (commande {numbers}).");
        }

        if (history.UsePerYear is { } use && line.Quantity + line.Stock > use)
        {
            yield return new(
                line.Reference,
                "more-than-used",
                $"Avec {line.Quantity} à commander et {line.Stock} en stock, ce bien aurait de quoi tenir plus d'un an :"
                + $" il en utilise {use} par an.");
        }
    }
}
