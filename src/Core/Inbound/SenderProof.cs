using System.Text.RegularExpressions;
using Dfm.Core.Text;

namespace Dfm.Core.Inbound;

/// <summary>
/// What the server that took a mail in found out about where it comes from. A <c>From</c> address alone proves nothing: anybody can write
/// it. What a mail says of itself (<c>Authentication-Results</c>) is never looked at.
/// </summary>
/// <param name="Domains">
/// Those that answer for the mail, in lower case and in ASCII: of each valid DKIM signature (RFC 6376), and of the envelope's sender where
/// SPF passes (RFC 7208).
/// </param>
public sealed partial record SenderProof(IReadOnlyList<string> Domains)
{
    /// <summary>Reads what SendGrid's Inbound Parse says.</summary>
    /// <param name="dkim">Its field <c>dkim</c>, e.g. <c>{@example.com : pass, @list.example.net : fail}</c>, which is no JSON.</param>
    /// <param name="spf">Its field <c>SPF</c>, e.g. <c>pass</c>.</param>
    /// <param name="envelopeFrom">The envelope's sender, which SPF is about; empty for bounces.</param>
    public static SenderProof Of(string? dkim, string? spf, string? envelopeFrom)
    {
        var signed = DkimResult().Matches(dkim ?? "")
            .Where(result => IsPass(result.Groups["result"].Value))
            .Select(result => DomainOf($"x{result.Groups["domain"].Value}"));
        var sent = IsPass(spf) ? DomainOf(envelopeFrom) : null;
        return new([.. signed.Append(sent).OfType<string>().Distinct()]);
    }

    /// <summary>
    /// Whether one of the domains is aligned with that of the <c>From</c> address: the same, or one of them lies below the other (« relaxed »,
    /// RFC 7489, 3.1). Siblings are not aligned here, for telling them from two customers of one provider takes a list of public suffixes.
    /// </summary>
    public bool VouchesFor(string? from) =>
        DomainOf(from) is { } domain && Domains.Any(one => one == domain || IsBelow(one, domain) || IsBelow(domain, one));

    private static bool IsPass(string? result) => "pass".Equals(result?.Trim(), StringComparison.OrdinalIgnoreCase);

    /// <summary>A top-level domain alone answers for nobody.</summary>
    private static bool IsBelow(string domain, string parent) =>
        parent.Contains('.', StringComparison.Ordinal) && domain.EndsWith($".{parent}", StringComparison.Ordinal);

    private static string? DomainOf(string? address) =>
        EmailAddress.TryParse(address, out var parsed) ? parsed[(parsed.IndexOf('@', StringComparison.Ordinal) + 1)..].ToLowerInvariant() : null;

    [GeneratedRegex(@"(?<domain>@[^\s:,{}]+)\s*:\s*(?<result>[A-Za-z]+)", RegexOptions.CultureInvariant)]
    private static partial Regex DkimResult();
}
