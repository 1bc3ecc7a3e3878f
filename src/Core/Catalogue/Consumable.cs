using System.Text.Json.Serialization;

namespace Dfm.Core.Catalogue;

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

/// <summary>Labels of the colours.</summary>
public static class ConsumableColours
{
    /// <summary>The French label shown to customers.</summary>
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
/// <param name="Designation">In French.</param>
/// <param name="Colour">Null for consumables that print none (staples, waste boxes).</param>
/// <param name="Yield">Pages per unit, as stated by the manufacturer; null where it does not apply.</param>
/// <param name="IsInContracts">Whether contracts include it.</param>
/// <param name="Price">Unit price in euros, excluding tax, for assets whose contract does not include it; null: on request.</param>
/// <param name="Picture">Null when there is none.</param>
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
    /// <summary>Whether a contract includes it.</summary>
    /// <param name="contract">Null for an asset without one.</param>
    public bool IsIncludedIn(string? contract) => IsInContracts && contract is not null;

    /// <summary>Unit price in euros, excluding tax, under a contract; null when included or on request.</summary>
    /// <param name="contract">Null for an asset without one.</param>
    public decimal? PriceIn(string? contract) => IsIncludedIn(contract) ? null : Price;
}
