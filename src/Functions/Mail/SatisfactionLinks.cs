using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;
using Dfm.Core.Dits;
using Dfm.Core.Notifications;
using Dfm.Core.Satisfaction;
using Dfm.Functions.Security;
using Microsoft.Extensions.Options;

namespace Dfm.Functions.Mail;

/// <summary>
/// The links in the mail of a DIT that is closed, by which its receiver says how satisfied they are, without signing in:
/// <c>/satisfaction#{number}.{month}.{signature}~{score}</c>. What follows « # » is sent to no server. They are made when the mail is rendered, so
/// that they stand in no queue and no history.
/// </summary>
/// <remarks>The month is the one in which the DIT was closed, in UTC: its answers are kept together.</remarks>
public sealed partial class SatisfactionLinks(IOptions<PortalOptions> portal, Signatures signatures)
{
    private const string Purpose = "satisfaction";

    // 128 bits: too many to try.
    private const int SignatureBytes = 16;

    /// <summary>A link for each answer, the best first; none in other mails.</summary>
    public IReadOnlyList<SatisfactionLink> For(IMailModel model)
    {
        if (model is not DitClosedMail closed) return [];
        var page = portal.Value.At($"/satisfaction#{TokenOf(closed.Dit.Number, closed.ClosedAt)}").AbsoluteUri;
        return [.. SatisfactionScores.All.Select(score => new SatisfactionLink(score.Label(), $"{page}~{score}"))];
    }

    /// <summary>The token in the links of a DIT.</summary>
    public string TokenOf(string number, DateTimeOffset closedAt)
    {
        var subject = string.Create(CultureInfo.InvariantCulture, $"{number}.{closedAt.UtcDateTime:yyyy-MM}");
        return $"{subject}.{Signature(subject)}";
    }

    /// <summary>What a token is about; false when the portal has given no such token.</summary>
    public bool TryRead(string? token, [NotNullWhen(true)] out Survey? survey)
    {
        survey = null;
        var match = Form().Match(token?.Trim() ?? "");
        if (!match.Success || !DitNumber.TryParse(match.Groups["number"].Value, out var number)) return false;
        if (!Secrets.AreEqual(match.Groups["signature"].Value, Signature(match.Groups["subject"].Value))) return false;
        survey = new Survey(number, match.Groups["month"].Value);
        return true;
    }

    private string Signature(string subject) => Base64Url.EncodeToString(signatures.Sign(Purpose, subject).AsSpan(0, SignatureBytes));

    [GeneratedRegex(
        @"\A(?<subject>(?<number>[0-9]{1,10})\.(?<month>[0-9]{4}-[0-9]{2}))\.(?<signature>[A-Za-z0-9_-]{22})\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}

/// <summary>An answer that a mail offers.</summary>
public sealed record SatisfactionLink(string Label, string Link);

/// <summary>What is asked about.</summary>
/// <param name="Month">The one in which the DIT was closed, e.g. <c>2026-11</c>.</param>
public sealed record Survey(DitNumber Dit, string Month);
