using System.Text.Json;
using Dfm.Core.Inbound;
using Dfm.Core.Notifications;
using Dfm.Functions.Mail;

namespace Dfm.Functions.Inbound.Webhooks;

/// <summary>An event of SendGrid's Event Webhook; the mail's custom arguments stand beside SendGrid's own fields.</summary>
public static class SendGridEvent
{
    private const int LongestReason = 500;

    /// <summary>The failure that it tells of; null for other events, for mails that are not the portal's, and for what is no event.</summary>
    public static MailFailure? ToFailure(JsonElement posted)
    {
        if (posted.ValueKind is not JsonValueKind.Object || KindOf(Text(posted, "event")) is not { } kind) return null;
        var mailId = Text(posted, SendGridMailer.IdArgument);
        if (!MailMessage.IsLegalId(mailId) || Text(posted, "sg_event_id") is not { Length: > 0 } id || At(posted) is not { } at) return null;
        var reason = MailText.CleanLine(Text(posted, "reason"));
        return new(
            id,
            at,
            kind,
            mailId,
            MailText.CleanLine(Text(posted, "email")),
            reason.Length > LongestReason ? reason[..LongestReason] : reason);
    }

    private static MailFailureKind? KindOf(string? name) => name switch
    {
        "bounce" or "blocked" => MailFailureKind.Bounced,
        "dropped" => MailFailureKind.Dropped,
        _ => null,
    };

    private static string? Text(JsonElement posted, string field) =>
        posted.TryGetProperty(field, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    private static DateTimeOffset? At(JsonElement posted) =>
        posted.TryGetProperty("timestamp", out var value) && value.ValueKind is JsonValueKind.Number && value.TryGetInt64(out var seconds)
        && seconds is >= 0 and < 253_402_300_800
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;
}
