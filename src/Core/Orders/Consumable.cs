using System.Text.Json.Serialization;
using Dfm.Core.Parc;

namespace Dfm.Core.Orders;

/// <summary>The colour that a consumable prints.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ConsumableColour>))]
public enum ConsumableColour
{
    /// <summary>« Noir ».</summary>
    Black,

    /// <summary>« Cyan ».</summary>
    Cyan,

    /// <summary>« Magenta ».</summary>
    Magenta,

    /// <summary>« Jaune ».</summary>
    Yellow,
}

/// <summary>What is said of the colours.</summary>
public static class ConsumableColours
{
    /// <summary>The French label that customers read.</summary>
    public static string Label(this ConsumableColour colour) => colour switch
    {
        ConsumableColour.Black => "Noir",
        ConsumableColour.Cyan => "Cyan",
        ConsumableColour.Magenta => "Magenta",
        ConsumableColour.Yellow => "Jaune",
        _ => throw new ArgumentOutOfRangeException(nameof(colour), colour, "A colour without a label."),
    };
}

/// <summary>A consumable (« consommable ») of DFM's catalogue (manual, chapter 5).</summary>
/// <param name="Reference">Its reference.</param>
/// <param name="Designation">What people call it, in French.</param>
/// <param name="Colour">The colour that it prints; null for what prints none (staples, waste boxes).</param>
/// <param name="Yield">How many pages one lasts for, as its maker says; null where that means nothing.</param>
/// <param name="IsInContracts">Whether contracts include it.</param>
/// <param name="Price">One's price in euros without tax, for assets whose contract does not include it; null: on request.</param>
/// <param name="Quantities">How many can be ordered.</param>
/// <param name="Picture">Where its picture is; null without one.</param>
public sealed record Consumable(
    ConsumableReference Reference,
    string Designation,
    ConsumableColour? Colour,
    int? Yield,
    bool IsInContracts,
    decimal? Price,
    QuantityBounds Quantities,
    Uri? Picture)
{
    /// <summary>Whether this asset's contract includes it: only an asset under a contract has one that could.</summary>
    public bool IsIncludedFor(Asset asset)
    {
        ArgumentNullException.ThrowIfNull(asset);
        return IsInContracts && asset.Contract is not null;
    }

    /// <summary>One's price in euros without tax for this asset; null when its contract includes it, or on request.</summary>
    public decimal? PriceFor(Asset asset) => IsIncludedFor(asset) ? null : Price;
}
