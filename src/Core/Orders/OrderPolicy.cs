using Dfm.Core.Calendar;

namespace Dfm.Core.Orders;

/// <summary>How long people may take with a cart or an order before the portal acts.</summary>
/// <param name="ValidateWithin">How long nobody may have validated an order before the desk is reminded.</param>
/// <param name="ApproveWithin">How long a Superviseur has to approve a cart before it expires.</param>
public sealed record OrderPolicy(Period ValidateWithin, Period ApproveWithin)
{
    /// <summary>Eight working hours; five working days.</summary>
    public static OrderPolicy Default { get; } = new(Period.WorkingHours(8), Period.WorkingDays(5));

    /// <summary>When the desk is reminded of an order placed at <paramref name="placedAt"/>.</summary>
    public DateTimeOffset RemindAt(DateTimeOffset placedAt) => ValidateWithin.After(placedAt);

    /// <summary>When a cart that was submitted for approval at <paramref name="submittedAt"/> expires.</summary>
    public DateTimeOffset ExpiresAt(DateTimeOffset submittedAt) => ApproveWithin.After(submittedAt);
}
