using System.ComponentModel.DataAnnotations;
using Dfm.Functions.Settings;

namespace Dfm.Functions.Mail;

/// <summary>The settings <c>Mail:*</c>.</summary>
public sealed class MailOptions : ISettings, IValidatableObject
{
    /// <inheritdoc/>
    public static string Section => "Mail";

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

    /// <summary>
    /// The domain whose mail comes back to the portal (SendGrid's Inbound Parse): replies to mails about a DIT or an order go to an address
    /// of it, see <see cref="ReplyAddresses"/>. Empty: replies go to <see cref="From"/>.
    /// </summary>
    [RegularExpression(
        @"([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}", ErrorMessage = "Mail:InboundDomain is a domain, e.g. reponses.example.com.")]
    public string InboundDomain { get; set; } = "";

    /// <summary>
    /// The lease of a mail's claim: for so long one delivery alone may send it. When its process dies, the mail waits for the rest of the
    /// lease. The default is longer than <see cref="SentMails.LongestClaim"/> and <see cref="MailServices.LongestSend"/> together. A
    /// shorter lease is accepted for tests, which kill processes and wait for their mails, and whose SendGrid answers at once. In
    /// production a slow call of SendGrid would outlive it, and the mail could go out twice.
    /// </summary>
    public TimeSpan ClaimFor { get; set; } = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (ClaimFor <= TimeSpan.Zero || ClaimFor > TimeSpan.FromMinutes(5))
            yield return new("Mail:ClaimFor is longer than nothing and at most five minutes.");
    }
}
