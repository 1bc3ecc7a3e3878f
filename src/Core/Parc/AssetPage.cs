namespace Dfm.Core.Parc;

/// <summary>
/// A page of a list. A page may be shorter than asked for, even empty, and still have a cursor: a search stops after a bounded number of
/// storage requests and goes on from there.
/// </summary>
/// <param name="Items">The assets.</param>
/// <param name="NextCursor">Where the next page begins, opaque; null after the last.</param>
public sealed record AssetPage(IReadOnlyList<ShownAsset> Items, string? NextCursor);
