namespace Dfm.Core.Parc;

/// <summary>
/// A page of a list. It may have fewer items than requested, even none, and still have a cursor: a search stops after a bounded number of
/// storage requests and continues on the next page.
/// </summary>
/// <param name="NextCursor">Opaque; null on the last page.</param>
public sealed record AssetPage(IReadOnlyList<ShownAsset> Items, string? NextCursor);
