using System.ComponentModel.DataAnnotations;
using Dfm.Functions.Settings;

namespace Dfm.Functions.Usage;

/// <summary>The settings <c>Usage:*</c>.</summary>
public sealed class UsageOptions : ISettings
{
    /// <inheritdoc/>
    public static string Section => "Usage";

    /// <summary>So many whole months of the journal of use are kept, beside the present one.</summary>
    [Range(1, 120)]
    public int KeepMonths { get; set; } = 12;
}
