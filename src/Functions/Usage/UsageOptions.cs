using System.ComponentModel.DataAnnotations;

namespace Dfm.Functions.Usage;

/// <summary>The settings <c>Usage:*</c>.</summary>
public sealed class UsageOptions
{
    /// <summary>So many whole months of the journal of use are kept, beside the present one.</summary>
    [Range(1, 120)]
    public int KeepMonths { get; set; } = 12;
}
