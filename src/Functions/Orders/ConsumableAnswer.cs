using Dfm.Core.Orders;
using Dfm.Core.Parc;

namespace Dfm.Functions.Orders;

/// <summary>A consumable as the API offers it for one piece of equipment.</summary>
internal sealed record ConsumableAnswer(
    ConsumableReference Reference,
    string Designation,
    ConsumableColour? Colour,
    int? Yield,
    bool Included,
    decimal? Price,
    QuantityBounds Quantities,
    Uri? Picture,
    OrderedBefore? LastOrder,
    IReadOnlyList<OrderedBefore> OnTheWay)
{
    /// <summary>What the contract includes has no price.</summary>
    public static ConsumableAnswer Of(Consumable consumable, Asset asset, ConsumableHistory history) => new(
        consumable.Reference,
        consumable.Designation,
        consumable.Colour,
        consumable.Yield,
        consumable.IsIncludedFor(asset),
        consumable.PriceFor(asset),
        consumable.Quantities,
        consumable.Picture,
        history.Last,
        history.OnTheWay);
}
