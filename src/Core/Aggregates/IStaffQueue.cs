using Dfm.Core.Accounts;

namespace Dfm.Core.Aggregates;

/// <summary>The staff's view of one kind of aggregate by state, across customers: an index maintained by the lifecycles.</summary>
public interface IStaffQueue<TNumber, TState, TSummary>
    where TNumber : struct, INumber<TNumber>
    where TState : struct, Enum
{
    /// <summary>Adds an aggregate under its current state and removes it from the previous one. Idempotent.</summary>
    Task Update(StaffQueueEntry<TState, TSummary> entry, CancellationToken cancellationToken);

    /// <summary>A page of the aggregates in one state. Open states: the earliest due first. Final states: the last ended first.</summary>
    /// <param name="after">Where the previous page ended; null for the first page.</param>
    /// <param name="limit">The maximum number of items.</param>
    Task<StaffQueuePage<StaffQueueItem<TSummary>>> List(TState state, string? after, int limit, CancellationToken cancellationToken);

    /// <summary>The customer that owns a number; null when the number does not exist (or was assigned a moment ago).</summary>
    Task<CustomerId?> CustomerOf(TNumber number, CancellationToken cancellationToken);
}

/// <summary>The position of an aggregate in the staff queue.</summary>
/// <param name="From">The previous state; null for a new aggregate.</param>
/// <param name="DueAt">The staff's deadline; sorts open states.</param>
/// <param name="At">When it entered the state; sorts final states.</param>
public sealed record StaffQueueEntry<TState, TSummary>(
    CustomerId Customer, long Number, TState State, TState? From, DateTimeOffset DueAt, DateTimeOffset At, TSummary Summary)
    where TState : struct, Enum;

/// <summary>An aggregate as shown in the staff queue.</summary>
/// <param name="DueAt">The staff's deadline.</param>
public sealed record StaffQueueItem<TSummary>(CustomerId Customer, string CustomerName, DateTimeOffset DueAt, TSummary Summary);

/// <summary>A page of a staff queue.</summary>
/// <param name="Items">In the queue's order.</param>
/// <param name="Next">Where the next page begins; null on the last page.</param>
public sealed record StaffQueuePage<TItem>(IReadOnlyList<TItem> Items, string? Next);
