using System.ComponentModel.DataAnnotations;

namespace Dfm.Functions.Mail;

/// <summary>The settings <c>SendGrid:*</c>.</summary>
public sealed class SendGridOptions
{
    /// <summary>The API key; in Azure it comes from Key Vault.</summary>
    [Required]
    public string ApiKey { get; set; } = "";

    /// <summary>Where SendGrid is.</summary>
    [Required, Url]
    public string Host { get; set; } = "https://api.sendgrid.com";
}
