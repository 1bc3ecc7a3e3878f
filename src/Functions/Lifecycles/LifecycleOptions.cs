using System.ComponentModel.DataAnnotations;
using Dfm.Core.Calendar;
using Dfm.Core.Dits;
using Dfm.Core.Orders;
using Dfm.Functions.Settings;

namespace Dfm.Functions.Lifecycles;

/// <summary>
/// The settings <c>Lifecycles:*</c>: how long people may take before the portal acts. Each is a period as <see cref="Period.TryParse"/>
/// reads it: <c>16 working hours</c>, <c>5 working days</c>, or plain time such as <c>00:00:02</c>. The defaults are the domain's.
/// </summary>
public sealed class LifecycleOptions : ISettings
{
    /// <inheritdoc/>
    public static string Section => "Lifecycles";

    /// <summary>How long a standard DIT may await its planning before the service desk is reminded.</summary>
    [Period]
    public string PlanStandardWithin { get; set; } = $"{DitPolicy.Default.PlanStandardWithin}";

    /// <summary>The same of an urgent DIT.</summary>
    [Period]
    public string PlanUrgentWithin { get; set; } = $"{DitPolicy.Default.PlanUrgentWithin}";

    /// <summary>The same of a blocking DIT.</summary>
    [Period]
    public string PlanBlockingWithin { get; set; } = $"{DitPolicy.Default.PlanBlockingWithin}";

    /// <summary>How long after its work was done a DIT closes by itself.</summary>
    [Period]
    public string CloseAfter { get; set; } = $"{DitPolicy.Default.CloseAfter}";

    /// <summary>How long an order may await its validation before the desk is reminded.</summary>
    [Period]
    public string ValidateWithin { get; set; } = $"{OrderPolicy.Default.ValidateWithin}";

    /// <summary>How long a cart may await its approval before it expires.</summary>
    [Period]
    public string ApproveWithin { get; set; } = $"{OrderPolicy.Default.ApproveWithin}";

    /// <summary>The policy of DITs that they make.</summary>
    public DitPolicy ToDitPolicy() => new(Of(PlanStandardWithin), Of(PlanUrgentWithin), Of(PlanBlockingWithin), Of(CloseAfter));

    /// <summary>The policy of orders and approvals that they make.</summary>
    public OrderPolicy ToOrderPolicy() => new(Of(ValidateWithin), Of(ApproveWithin));

    private static Period Of(string text) =>
        Period.TryParse(text, out var period) ? period : throw new FormatException($"'{text}' is no period.");

    [AttributeUsage(AttributeTargets.Property)]
    private sealed class PeriodAttribute : ValidationAttribute
    {
        public override bool IsValid(object? value) => Period.TryParse(value as string, out _);

        public override string FormatErrorMessage(string name) =>
            $"Set {Section}:{name} to a period of a second to a year, such as '16 working hours', '5 working days' or '00:30:00'.";
    }
}
