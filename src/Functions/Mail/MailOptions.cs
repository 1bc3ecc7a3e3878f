using System.ComponentModel.DataAnnotations;

namespace Dfm.Functions.Mail;

/// <summary>The settings <c>Mail:*</c>.</summary>
public sealed class MailOptions
{
    /// <summary>The sender's address, of a domain that SendGrid knows.</summary>
    [Required, EmailAddress]
    public string From { get; set; } = "";

    /// <summary>The sender's name.</summary>
    [Required]
    public string FromName { get; set; } = "Portail clients GROUPE DFM";

    /// <summary>The address of DFM's service desk, which gets the reminders.</summary>
    [Required, EmailAddress]
    public string ServiceDesk { get; set; } = "";

    /// <summary>The address of DFM's desk for orders, which gets the reminders.</summary>
    [Required, EmailAddress]
    public string OrderDesk { get; set; } = "";
}
