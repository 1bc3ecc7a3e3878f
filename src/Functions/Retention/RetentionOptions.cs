using System.ComponentModel.DataAnnotations;
using Dfm.Functions.Settings;

namespace Dfm.Functions.Retention;

/// <summary>The settings <c>Retention:*</c>: for how long is kept what is of use for a time only.</summary>
public sealed class RetentionOptions : ISettings, IValidatableObject
{
    /// <inheritdoc/>
    public static string Section => "Retention";

    /// <summary>Responses that a repeated request with the same Idempotency-Key gets again.</summary>
    public TimeSpan Responses { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Records of mails that were sent, by which a repeated message is recognised.</summary>
    public TimeSpan SentMails { get; set; } = TimeSpan.FromDays(90);

    /// <summary>What was sent to webhooks, with what became of it.</summary>
    public TimeSpan WebhookDeliveries { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Counters of sign-ins that failed: they count for a quarter of an hour, and tell for as long who is being attacked.</summary>
    public TimeSpan SignInAttempts { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Histories of lifecycles that have ended, counted from their beginning.</summary>
    public TimeSpan Lifecycles { get; set; } = TimeSpan.FromDays(365);

    /// <summary>Mails that came in, with their originals, those that wait for the staff included.</summary>
    public TimeSpan InboundMails { get; set; } = TimeSpan.FromDays(365);

    /// <summary>What is known of mails that did not reach their recipients.</summary>
    public TimeSpan MailFailures { get; set; } = TimeSpan.FromDays(90);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        // Effects are performed for up to four days, and a mail is tried for another.
        var least = TimeSpan.FromDays(7);
        TimeSpan[] all = [Responses, SentMails, WebhookDeliveries, SignInAttempts, Lifecycles, InboundMails, MailFailures];
        if (all.Any(kept => kept < least)) yield return new("Retention: nothing is kept for less than seven days.");
    }
}
