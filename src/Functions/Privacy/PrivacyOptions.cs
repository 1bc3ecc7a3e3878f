using System.ComponentModel.DataAnnotations;
using Dfm.Functions.Settings;

namespace Dfm.Functions.Privacy;

/// <summary>The settings <c>Privacy:*</c>.</summary>
public sealed class PrivacyOptions : ISettings, IValidatableObject
{
    /// <inheritdoc/>
    public static string Section => "Privacy";

    /// <summary>
    /// So long after a person's account is closed, nothing about the person is on its way any more: a mail is tried for a day, the effects of a
    /// command for four. Then the data are erased.
    /// </summary>
    public TimeSpan SettleFor { get; set; } = TimeSpan.FromDays(5);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        // A month is what the law leaves (GDPR, article 12.3).
        if (SettleFor < TimeSpan.Zero || SettleFor > TimeSpan.FromDays(25)) yield return new("Privacy:SettleFor is 25 days at most.");
    }
}
