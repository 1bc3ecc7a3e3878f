namespace Dfm.Core.Parc;

/// <summary>An asset with the numbers of its open DITs.</summary>
/// <param name="OpenDits">A copy, updated by <see cref="IAssetStore.ShowOpenDits"/>.</param>
public sealed record ShownAsset(Asset Asset, IReadOnlyList<string> OpenDits);
