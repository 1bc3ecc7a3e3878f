using System.ComponentModel.DataAnnotations;
using Dfm.Functions.Settings;

namespace Dfm.Functions.Mail;

/// <summary>The settings <c>SendGrid:*</c>.</summary>
public sealed class SendGridOptions : ISettings
{
    /// <inheritdoc/>
    public static string Section => "SendGrid";

    /// <summary>The API key; in Azure it comes from Key Vault.</summary>
    [Required]
    public string ApiKey { get; set; } = "";

    /// <summary>Where SendGrid is.</summary>
    [Required, Url]
    public string Host { get; set; } = "https://api.sendgrid.com";
}
