using Dfm.Core.Accounts;

namespace Dfm.Core.Parc;

/// <summary>The assets of every customer, by id.</summary>
public interface IAssetStore
{
    /// <summary>Finds an asset: one point read; null when the customer has none with that id.</summary>
    Task<Asset?> Find(CustomerId customer, AssetId asset, CancellationToken cancellationToken);

    /// <summary>
    /// Finds several assets: a point read for each of a few; one range for more, from the first id to the last, so they had better be
    /// neighbours in the order of ids.
    /// </summary>
    Task<IReadOnlyDictionary<AssetId, Asset>> FindAll(
        CustomerId customer, IReadOnlyCollection<AssetId> ids, CancellationToken cancellationToken);

    /// <summary>All assets of one kind of a customer, page by page: for what runs in the background, never for a customer's request.</summary>
    IAsyncEnumerable<Asset> All(CustomerId customer, AssetKind kind, CancellationToken cancellationToken);

    /// <summary>Finds an asset with its open DITs: one point read; null when the customer has none with that id.</summary>
    Task<ShownAsset?> FindShown(CustomerId customer, AssetId asset, CancellationToken cancellationToken);

    /// <summary>The assets of a customer with this serial number, in the form of <see cref="SearchText.Compact"/>; a few at most.</summary>
    Task<IReadOnlyList<Asset>> FindBySerial(CustomerId customer, string serial, CancellationToken cancellationToken);

    /// <summary>
    /// Updates the open DITs on the asset's rows. <paramref name="readOpenDits"/> reads the authoritative list; it is called again when the
    /// asset was changed concurrently, so the last write always has the newest list. Idempotent.
    /// </summary>
    Task ShowOpenDits(
        CustomerId customer,
        AssetId asset,
        Func<CancellationToken, Task<IReadOnlyList<string>>> readOpenDits,
        CancellationToken cancellationToken);
}
