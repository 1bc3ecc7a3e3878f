using System.ComponentModel.DataAnnotations;

namespace Dfm.Functions.Mail;

/// <summary>The settings <c>Portal:*</c>.</summary>
public sealed class PortalOptions
{
    /// <summary>Where customers open the portal: the link in mails.</summary>
    [Required, Url]
    public string Url { get; set; } = "";
}
