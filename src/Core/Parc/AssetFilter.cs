using Dfm.Core.Accounts;

namespace Dfm.Core.Parc;

/// <summary>The filter of a list of assets; null means any.</summary>
/// <param name="Search">All words must match.</param>
public sealed record AssetFilter(AssetSearch? Search = null, SiteId? Site = null, AssetKind? Kind = null);
