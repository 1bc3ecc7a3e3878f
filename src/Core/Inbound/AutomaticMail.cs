using System.Text.RegularExpressions;

namespace Dfm.Core.Inbound;

/// <summary>
/// Tells mails that no person has written for us: they raise nothing, and are never answered, or two machines would write to each other for
/// ever (RFC 3834).
/// </summary>
public static partial class AutomaticMail
{
    private static readonly string[] OfResponders =
        ["X-Autoreply", "X-Autorespond", "X-Auto-Reply", "Auto-Reply", "x-ms-mail-application", "X-Failed-Recipients"];

    private static readonly string[] BulkPrecedences = ["bulk", "junk", "list", "auto_reply"];

    /// <summary>Whether a machine has sent the mail: a responder, a mailing list, a server that could not deliver, this portal.</summary>
    /// <param name="envelopeFrom">The envelope's sender; empty for what must not be answered (RFC 5321, 4.5.5).</param>
    /// <param name="from">The address of the <c>From</c> header; null where there is none.</param>
    /// <param name="own">The portal's own addresses and domains, in lower case: <c>portail@example.com</c>, <c>@reponses.example.com</c>.</param>
    public static bool Is(MailHeaders headers, string? envelopeFrom, string? from, IReadOnlyCollection<string> own)
    {
        ArgumentNullException.ThrowIfNull(headers);
        return string.IsNullOrWhiteSpace(envelopeFrom?.Trim('<', '>'))
            || IsSubmittedAutomatically(headers)
            || IsOwn(envelopeFrom, own) || IsOwn(from, own)
            || OfServers().IsMatch(from ?? "") || OfServers().IsMatch(envelopeFrom);
    }

    private static bool IsSubmittedAutomatically(MailHeaders headers) =>
        headers.All("Auto-Submitted").Any(value => !value.StartsWith("no", StringComparison.OrdinalIgnoreCase))
        || headers.All("Precedence").Any(value => BulkPrecedences.Contains(value, StringComparer.OrdinalIgnoreCase))
        || headers.HasNameBeginning("List-")
        || OfResponders.Any(name => headers[name] is not null)
        || IsReport(headers["Content-Type"])
        || OfAbsentees().IsMatch(headers["Subject"] ?? "");

    /// <summary>Delivery and read receipts (RFC 3462).</summary>
    private static bool IsReport(string? contentType) =>
        contentType?.StartsWith("multipart/report", StringComparison.OrdinalIgnoreCase) is true;

    private static bool IsOwn(string? address, IReadOnlyCollection<string> own) =>
        address?.Trim().ToLowerInvariant() is { } lower && own.Any(one => one.Length > 1 && (one[0] == '@' ? lower.EndsWith(one, StringComparison.Ordinal) : lower == one));

    [GeneratedRegex(
        @"^\s*<?(mailer-daemon|postmaster|no-?reply|ne-?pas-?repondre|bounces?)([+=-][^@]*)?@", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex OfServers();

    [GeneratedRegex(
        @"^\s*(automatic reply|auto(matic)?[- ]?reply|réponse automatique|out of (the )?office|absence du bureau|message d'absence)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex OfAbsentees();
}
