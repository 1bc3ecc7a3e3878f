using Dfm.Core.Accounts;

namespace Dfm.Core.Aggregates;

/// <summary>The unit of consistency that a command changes: a DIT, an order, an approval.</summary>
public interface IAggregate
{
    /// <summary>The customer that owns the aggregate.</summary>
    CustomerId Customer { get; }

    /// <summary>The aggregate's number, unique among its kind across all customers.</summary>
    long Sequence { get; }

    /// <summary>Counts accepted commands, from 1; the ETag of the HTTP contract.</summary>
    int Version { get; }
}

/// <summary>An entry of an aggregate's journal.</summary>
public interface IJournalEntry
{
    /// <summary>The aggregate's version after the command; orders the journal.</summary>
    int Version { get; }

    /// <summary>When the command was given.</summary>
    DateTimeOffset At { get; }

    /// <summary>The name of who gave it; null for the portal itself.</summary>
    string? By { get; }

    /// <summary>The party of who gave it.</summary>
    ActorKind ByKind { get; }

    /// <summary>The customer's person who gave it; null for others, and in entries of before it was written down.</summary>
    UserId? User { get; }

    /// <summary>What was done, for the customer's journal of use, e.g. <c>DitRaised</c>. Stable.</summary>
    string Action { get; }
}

/// <summary>The result of an accepted command, stored in one transaction.</summary>
public interface IChange<out TAggregate, out TEntry>
    where TAggregate : IAggregate
    where TEntry : IJournalEntry
{
    /// <summary>The aggregate after the command.</summary>
    TAggregate Aggregate { get; }

    /// <summary>The journal entry of the command.</summary>
    TEntry Entry { get; }
}
