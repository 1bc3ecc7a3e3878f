using Dfm.Core.Accounts;

namespace Dfm.Core.Parc;

/// <summary>Which assets a list shows; null means any.</summary>
/// <param name="Search">The words that must find them.</param>
/// <param name="Site">Where they stand.</param>
/// <param name="Kind">Printing, IT or telecom.</param>
public sealed record AssetFilter(AssetSearch? Search = null, SiteId? Site = null, AssetKind? Kind = null);
