using Dfm.Core.Accounts;
using Dfm.Core.Parc;

namespace Dfm.Functions.Parc;

/// <summary>Which assets a list shows; null means any.</summary>
internal sealed record AssetFilter(AssetSearch? Search = null, SiteId? Site = null, AssetKind? Kind = null);
