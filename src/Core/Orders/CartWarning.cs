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
    public static IReadOnlyList<CartWarning> Of(CartItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return [.. item.Lines.Where(IsStockPlenty).Select(line => new CartWarning(
            line.Reference,
            "stock-plenty",
            $"Vous indiquez en avoir encore {line.Stock} en stock pour {line.Quantity} à commander."))];
    }

    private static bool IsStockPlenty(CartLine line) => line.Stock >= LeastPlenty && line.Stock >= line.Quantity;
}
