namespace Dfm.Functions.Parc;

/// <summary>
/// A page of a list. A page may be shorter than asked for, even empty, and still have a cursor: the search stops after a bounded number of
/// storage requests and goes on from there.
/// </summary>
internal sealed record AssetPage(IReadOnlyList<ShownAsset> Items, string? NextCursor);
