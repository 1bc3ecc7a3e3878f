using Dfm.Core.Accounts;

namespace Dfm.Core.Dits;

/// <summary>What the staff's queue shows of a DIT.</summary>
/// <param name="Customer">The customer's code.</param>
/// <param name="CustomerName">The customer's name.</param>
/// <param name="DueAt">When the service desk is reminded if nobody has planned it by then.</param>
/// <param name="Dit">The rest.</param>
public sealed record StaffQueueItem(CustomerId Customer, string CustomerName, DateTimeOffset DueAt, DitSummary Dit);

/// <summary>The staff's view across customers: DITs by state. A copy that the lifecycles keep; the DIT's row is the truth.</summary>
public interface IStaffQueue
{
    /// <summary>Files the DIT under its state and takes it from where it was filed before. Doing it twice does it once.</summary>
    Task File(DitStory story, DitState? from, CancellationToken cancellationToken);

    /// <summary>A page of the DITs in one state.</summary>
    Task<StaffQueuePage<StaffQueueItem>> List(DitState state, string? after, int limit, CancellationToken cancellationToken);

    /// <summary>Whose DIT a number is; null for a number that does not exist (or was given out a moment ago).</summary>
    Task<CustomerId?> CustomerOf(DitNumber number, CancellationToken cancellationToken);
}
