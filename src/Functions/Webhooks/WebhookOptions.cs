using System.ComponentModel.DataAnnotations;
using Dfm.Functions.Settings;

namespace Dfm.Functions.Webhooks;

/// <summary>The settings <c>Webhooks:*</c>.</summary>
public sealed class WebhookOptions : ISettings, IValidatableObject
{
    /// <inheritdoc/>
    public static string Section => "Webhooks";

    /// <summary>
    /// The hosts that events may be sent to, separated by spaces; <c>*.example.com</c> means all below a domain. By default the hosts on which
    /// Power Automate and Logic Apps take callbacks.
    /// </summary>
    public string AllowedHosts { get; set; } = "*.logic.azure.com *.environment.api.powerplatform.com";

    /// <summary>The pause after a delivery has failed for the first time; it doubles each time.</summary>
    public TimeSpan FirstPause { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The longest pause.</summary>
    public TimeSpan LongestPause { get; set; } = TimeSpan.FromHours(1);

    /// <summary>For how long a delivery that fails is tried again.</summary>
    public TimeSpan GiveUpAfter { get; set; } = TimeSpan.FromDays(1);

    /// <summary>When a delivery that has failed is tried again.</summary>
    public BackOff BackOff => new(FirstPause, LongestPause, GiveUpAfter);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (FirstPause <= TimeSpan.Zero) yield return new("Webhooks: pauses are longer than nothing.");
        if (Fault() is { } fault) yield return new($"Webhooks:AllowedHosts: {fault}");
    }

    private string? Fault()
    {
        try
        {
            _ = Core.Webhooks.AllowedHosts.Parse(AllowedHosts);
            return null;
        }
        catch (FormatException wrong)
        {
            return wrong.Message;
        }
    }
}
