namespace Dfm.Core.Parc;

/// <summary>An asset with what its rows show besides.</summary>
/// <param name="Asset">The asset.</param>
/// <param name="OpenDits">The numbers of its open DITs, as the DITs' chapter last showed them.</param>
public sealed record ShownAsset(Asset Asset, IReadOnlyList<string> OpenDits);
