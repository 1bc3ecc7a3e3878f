using Dfm.Core.Calendar;

namespace Dfm.Core.Orders;

/// <summary>The periods after which the portal reminds the order desk of an order or lets an approval expire.</summary>
/// <param name="ValidateWithin">The period after which the order desk is reminded of an order that is not validated.</param>
/// <param name="ApproveWithin">The period after which a cart submitted for approval expires.</param>
public sealed record OrderPolicy(Period ValidateWithin, Period ApproveWithin)
{
    /// <summary>Eight working hours; five working days.</summary>
    public static OrderPolicy Default { get; } = new(Period.WorkingHours(8), Period.WorkingDays(5));

    /// <summary>When the order desk is reminded of an order placed at <paramref name="placedAt"/>.</summary>
    public DateTimeOffset RemindAt(DateTimeOffset placedAt) => ValidateWithin.After(placedAt);

    /// <summary>When a cart submitted for approval at <paramref name="submittedAt"/> expires.</summary>
    public DateTimeOffset ExpiresAt(DateTimeOffset submittedAt) => ApproveWithin.After(submittedAt);
}
