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
    public static MailFailure? ToFailure(JsonElement told)
    {
        if (told.ValueKind is not JsonValueKind.Object || KindOf(Text(told, "event")) is not { } kind) return null;
        var mailId = Text(told, SendGridMailer.IdArgument);
        if (!MailMessage.IsLegalId(mailId) || Text(told, "sg_event_id") is not { Length: > 0 } id || At(told) is not { } at) return null;
        var reason = MailText.CleanLine(Text(told, "reason"));
        return new(
            id,
            at,
            kind,
            mailId,
            MailText.CleanLine(Text(told, "email")),
            reason.Length > LongestReason ? reason[..LongestReason] : reason);
    }

    private static MailFailureKind? KindOf(string? name) => name switch
    {
        "bounce" or "blocked" => MailFailureKind.Bounced,
        "dropped" => MailFailureKind.Dropped,
        _ => null,
    };

    private static string? Text(JsonElement told, string field) =>
        told.TryGetProperty(field, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    private static DateTimeOffset? At(JsonElement told) =>
        told.TryGetProperty("timestamp", out var value) && value.ValueKind is JsonValueKind.Number && value.TryGetInt64(out var seconds)
        && seconds is >= 0 and < 253_402_300_800
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;
}
