using Dfm.Core.Accounts;

namespace Dfm.Core.Aggregates;

/// <summary>A query of a list of aggregates (DITs, orders), newest first.</summary>
/// <param name="Sites">Null for all sites of the customer.</param>
/// <param name="State">Null for all states.</param>
/// <param name="Before">Return only smaller numbers: where the previous page ended; null for the first page.</param>
/// <param name="Limit">The maximum number of items.</param>
public sealed record ListQuery<TState>(IReadOnlyList<SiteId>? Sites, TState? State, long? Before, int Limit) where TState : struct;

/// <summary>A page of a list.</summary>
/// <param name="Items">Newest first.</param>
/// <param name="Next">The <see cref="ListQuery{TState}.Before"/> of the next page; null on the last page.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, long? Next);
