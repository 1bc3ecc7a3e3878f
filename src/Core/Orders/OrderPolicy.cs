using Dfm.Core.Calendar;

namespace Dfm.Core.Orders;

/// <summary>How long people may take before the portal acts.</summary>
/// <param name="ValidateWithin">
/// How much of the desk's working time may pass before it is reminded of an order that nobody has validated.
/// </param>
/// <param name="ApproveWithinDays">How many working days a Superviseur has to approve a cart.</param>
public sealed record OrderPolicy(TimeSpan ValidateWithin, int ApproveWithinDays)
{
    /// <summary>Eight working hours; five working days.</summary>
    public static OrderPolicy Default { get; } = new(TimeSpan.FromHours(8), 5);

    /// <summary>When the desk is reminded of an order placed at <paramref name="placedAt"/>.</summary>
    public DateTimeOffset RemindAt(DateTimeOffset placedAt) => WorkingCalendar.AddWorkingTime(placedAt, ValidateWithin);

    /// <summary>When a cart that was submitted for approval at <paramref name="submittedAt"/> expires.</summary>
    public DateTimeOffset ExpiresAt(DateTimeOffset submittedAt) => WorkingCalendar.AddWorkingDays(submittedAt, ApproveWithinDays);
}
