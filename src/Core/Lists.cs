using Dfm.Core.Accounts;

namespace Dfm.Core;

/// <summary>Which numbered things (DITs, orders) a list shows, newest first.</summary>
/// <typeparam name="TState">Their states.</typeparam>
/// <param name="Sites">Only these sites; null for all of the customer's.</param>
/// <param name="State">Only this state; null for all.</param>
/// <param name="Before">Only older than this number: where the last page ended; null for the first page.</param>
/// <param name="Limit">At most so many.</param>
public sealed record ListQuery<TState>(IReadOnlyList<SiteId>? Sites, TState? State, long? Before, int Limit) where TState : struct;

/// <summary>A page of a list.</summary>
/// <param name="Items">What the list shows of each, newest first.</param>
/// <param name="Next">Ask for those before this number; null on the last page.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, long? Next);

/// <summary>A page of a queue of the staff's.</summary>
/// <param name="Items">Open states: the most pressing first. Final states: the last ended first.</param>
/// <param name="Next">Where the next page begins; null on the last.</param>
public sealed record StaffQueuePage<TItem>(IReadOnlyList<TItem> Items, string? Next);
