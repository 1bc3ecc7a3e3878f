using Dfm.Core.Calendar;

namespace Dfm.Core.Dits;

/// <summary>How much working time of the service desk may pass before it is reminded of a DIT that nobody has planned.</summary>
/// <param name="Standard">For <see cref="Urgency.Standard"/>: the ERP's customary 16 hours.</param>
/// <param name="Urgent">For <see cref="Urgency.Urgent"/>.</param>
/// <param name="Blocking">For <see cref="Urgency.Blocking"/>.</param>
public sealed record ReminderPolicy(TimeSpan Standard, TimeSpan Urgent, TimeSpan Blocking)
{
    /// <summary>Sixteen, four and one working hours.</summary>
    public static ReminderPolicy Default { get; } = new(TimeSpan.FromHours(16), TimeSpan.FromHours(4), TimeSpan.FromHours(1));

    /// <summary>When the service desk is reminded of a DIT raised at <paramref name="raisedAt"/>.</summary>
    public DateTimeOffset RemindAt(Urgency urgency, DateTimeOffset raisedAt) => WorkingCalendar.AddWorkingTime(raisedAt, urgency switch
    {
        Urgency.Standard => Standard,
        Urgency.Urgent => Urgent,
        Urgency.Blocking => Blocking,
        _ => throw new ArgumentOutOfRangeException(nameof(urgency), urgency, "An urgency without a delay."),
    });
}
