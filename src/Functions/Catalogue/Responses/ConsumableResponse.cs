using Dfm.Core.Catalogue;
using Dfm.Core.Orders;
using Dfm.Core.Parc;

namespace Dfm.Functions.Catalogue.Responses;

/// <summary>A consumable for one asset, as shown by the API.</summary>
public sealed record ConsumableResponse(
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
    /// <summary>A consumable included in the contract has no price.</summary>
    public static ConsumableResponse Of(Consumable consumable, Asset asset, ConsumableHistory history) => new(
        consumable.Reference,
        consumable.Designation,
        consumable.Colour,
        consumable.Yield,
        consumable.IsIncludedIn(asset.Contract),
        consumable.PriceIn(asset.Contract),
        consumable.Quantities,
        consumable.Picture,
        history.Last,
        history.OnTheWay);
}
