using Dfm.Core.Calendar;

namespace Dfm.Core.Dits;

/// <summary>The periods after which the portal reminds the service desk of a DIT or closes it.</summary>
/// <param name="PlanStandardWithin">
/// The period without a planned visit after which the service desk is reminded of a DIT of <see cref="Urgency.Standard"/>; by default the
/// ERP's customary 16 working hours.
/// </param>
/// <param name="PlanUrgentWithin">The same for <see cref="Urgency.Urgent"/>.</param>
/// <param name="PlanBlockingWithin">The same for <see cref="Urgency.Blocking"/>.</param>
/// <param name="CloseAfter">
/// The period after which a DIT closes automatically once its work is reported done, unless it is reopened.
/// </param>
public sealed record DitPolicy(Period PlanStandardWithin, Period PlanUrgentWithin, Period PlanBlockingWithin, Period CloseAfter)
{
    /// <summary>Sixteen, four and one working hours; five working days.</summary>
    public static DitPolicy Default { get; } =
        new(Period.WorkingHours(16), Period.WorkingHours(4), Period.WorkingHours(1), Period.WorkingDays(5));

    /// <summary>When the service desk is reminded of a DIT raised at <paramref name="raisedAt"/>.</summary>
    public DateTimeOffset RemindAt(Urgency urgency, DateTimeOffset raisedAt) => (urgency switch
    {
        Urgency.Standard => PlanStandardWithin,
        Urgency.Urgent => PlanUrgentWithin,
        Urgency.Blocking => PlanBlockingWithin,
        _ => throw new ArgumentOutOfRangeException(nameof(urgency), urgency, "An urgency without a period."),
    }).After(raisedAt);

    /// <summary>When a DIT whose work was done at <paramref name="doneAt"/> closes automatically.</summary>
    public DateTimeOffset ClosesAt(DateTimeOffset doneAt) => CloseAfter.After(doneAt);
}
