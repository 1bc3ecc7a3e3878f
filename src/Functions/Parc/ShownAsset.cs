using Dfm.Core.Parc;

namespace Dfm.Functions.Parc;

/// <summary>An asset with what its rows show besides.</summary>
/// <param name="Asset">The asset.</param>
/// <param name="OpenDits">The numbers of its open DITs, as the DITs' chapter last showed them.</param>
internal sealed record ShownAsset(Asset Asset, IReadOnlyList<string> OpenDits);
