using Dfm.Core.Accounts;

namespace Dfm.Core.Parc;

/// <summary>The parc of every customer, as the other chapters need it.</summary>
public interface IAssetStore
{
    /// <summary>One asset by its id, one point read; null when the customer has none of that id.</summary>
    Task<Asset?> Find(CustomerId customer, AssetId asset, CancellationToken cancellationToken);

    /// <summary>One asset with its open DITs by its id, one point read; null when the customer has none of that id.</summary>
    Task<ShownAsset?> FindShown(CustomerId customer, AssetId asset, CancellationToken cancellationToken);

    /// <summary>
    /// Shows on the asset's rows which of its DITs are open. <paramref name="readOpenDits"/> reads the truth and may be called again when
    /// somebody else changed the asset meanwhile, so the last write always carries the newest truth. Doing it twice does it once.
    /// </summary>
    Task ShowOpenDits(
        CustomerId customer,
        AssetId asset,
        Func<CancellationToken, Task<IReadOnlyList<string>>> readOpenDits,
        CancellationToken cancellationToken);
}
