namespace Dfm.Core.Parc;

/// <summary>The actions of a customer on an asset (manual, chapters 2, 5 and 6).</summary>
public static class AssetAction
{
    /// <summary>« Déclencher une intervention »: on every asset.</summary>
    public const string RaiseDit = "raise-dit";

    /// <summary>« Commander des consommables »: on printers and copiers.</summary>
    public const string OrderConsumables = "order-consumables";

    /// <summary>« Saisir les relevés compteurs »: on printers and copiers with counters.</summary>
    public const string EnterMeterReading = "enter-meter-reading";

    /// <summary>The actions of an asset, in display order.</summary>
    public static IReadOnlyList<string> Of(Asset asset)
    {
        ArgumentNullException.ThrowIfNull(asset);
        return asset switch
        {
            _ when asset.TakesReadings() => [RaiseDit, OrderConsumables, EnterMeterReading],
            { Kind: AssetKind.Printing } => [RaiseDit, OrderConsumables],
            _ => [RaiseDit],
        };
    }
}
