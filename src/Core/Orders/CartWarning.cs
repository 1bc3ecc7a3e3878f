namespace Dfm.Core.Orders;

/// <summary>Something that somebody may have overlooked in the cart. It is said, and changes nothing.</summary>
/// <param name="Reference">The line that it is about.</param>
/// <param name="Code">Stable, for programs.</param>
/// <param name="Message">One French sentence.</param>
public sealed record CartWarning(ConsumableReference Reference, string Code, string Message)
{
    /// <summary>From how many on a stock can be plenty: everybody keeps one in reserve.</summary>
    public const int LeastPlenty = 2;

    /// <summary>What may have been overlooked in one asset's part of the cart.</summary>
    /// <param name="item">The part.</param>
    /// <param name="history">The asset's orders, newest first.</param>
    /// <param name="at">Now.</param>
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
