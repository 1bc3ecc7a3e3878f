using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Dfm.Core.Notifications;
using Dfm.Functions.Security;
using Microsoft.Extensions.Options;

namespace Dfm.Functions.Mail;

/// <summary>
/// Addresses for replies, which know the DIT or the order: <c>dit-500123+{signature}@{Mail:InboundDomain}</c>. The signature shows that the
/// portal gave the address to somebody: numbers alone can be guessed. Letters in either case are the same, as mail servers change them.
/// </summary>
public sealed partial class ReplyAddresses(IOptions<MailOptions> options, Signatures signatures)
{
    private const string Purpose = "reply address";
    private const string DitPrefix = "dit";
    private const string OrderPrefix = "commande";

    // 64 bits: too many to try by mail, few enough for people to copy.
    private const int SignatureBytes = 8;

    private readonly string? domain = options.Value.InboundDomain is { Length: > 0 } given ? given.ToLowerInvariant() : null;

    /// <summary>The address that replies to a mail go to; null when they go to its sender.</summary>
    public string? For(MailTopic? topic) => (domain, topic?.Kind) switch
    {
        (null, _) => null,
        (_, MailTopicKind.Dit) => Address(DitPrefix, topic!.Number),
        (_, MailTopicKind.Order) => Address(OrderPrefix, topic!.Number),
        _ => null,
    };

    /// <summary>What an address that <see cref="For"/> gave is about; false for any other address.</summary>
    public bool TryRead(string? address, [NotNullWhen(true)] out MailTopic? topic)
    {
        topic = null;
        var match = Form().Match(address?.Trim().ToLowerInvariant() ?? "");
        if (domain is null || !match.Success || match.Groups["domain"].Value != domain) return false;
        var (prefix, number) = (match.Groups["prefix"].Value, match.Groups["number"].Value);
        if (!Secrets.AreEqual(match.Groups["signature"].Value, Signature(prefix, number))) return false;
        topic = new MailTopic(prefix is DitPrefix ? MailTopicKind.Dit : MailTopicKind.Order, number);
        return true;
    }

    private string Address(string prefix, string number) => $"{prefix}-{number}+{Signature(prefix, number)}@{domain}";

    private string Signature(string prefix, string number) =>
        Convert.ToHexStringLower(signatures.Sign(Purpose, $"{prefix}-{number}").AsSpan(0, SignatureBytes));

    [GeneratedRegex(
        @"\A(?<prefix>dit|commande)-(?<number>[1-9][0-9]{0,9})\+(?<signature>[0-9a-f]{16})@(?<domain>[^@\s]+)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
