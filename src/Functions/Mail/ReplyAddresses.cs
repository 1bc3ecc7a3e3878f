using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Dfm.Core.Notifications;
using Dfm.Functions.Security;
using Microsoft.Extensions.Options;

namespace Dfm.Functions.Mail;

/// <summary>
/// Addresses for replies, which know the DIT or the order: <c>dit-500123+{signature}@{Mail:InboundDomain}</c>. The signature shows that the
/// portal gave the address to somebody: numbers alone can be guessed. Letters in either case are the same, as mail servers change them.
/// Message-IDs know it in the same way, <c>{mail}.dit-500123.{signature}@{domain}</c>, so that an answer is recognised by what it answers, and
/// nothing has to be stored of the mails that left.
/// </summary>
public sealed partial class ReplyAddresses(IOptions<MailOptions> options, Signatures signatures)
{
    private const string Purpose = "reply address";
    private const string DitPrefix = "dit";
    private const string OrderPrefix = "commande";

    // 64 bits: too many to try by mail, few enough for people to copy.
    private const int SignatureBytes = 8;

    private readonly string? domain = options.Value.InboundDomain is { Length: > 0 } given ? given.ToLowerInvariant() : null;
    private readonly string host = (options.Value.InboundDomain is { Length: > 0 } inbound ? inbound : options.Value.From.Split('@')[^1]).ToLowerInvariant();

    /// <summary>The address that replies to a mail go to; null when they go to its sender.</summary>
    public string? For(MailTopic? topic) =>
        domain is not null && Named(topic) is var (name, signature) ? $"{name}+{signature}@{domain}" : null;

    /// <summary>The Message-ID of a mail, without brackets, and that of its thread, which all mails about the same thing refer to.</summary>
    /// <returns>Null for a mail that is not about a DIT or an order.</returns>
    public (string Mail, string Thread)? MessageIds(MailTopic? topic, string mailId) =>
        Named(topic) is var (name, signature)
            ? ($"{Secrets.Hash(mailId)}.{name}.{signature}@{host}", $"{name}.{signature}@{host}")
            : null;

    /// <summary>What an address that <see cref="For"/> gave is about; false for any other address.</summary>
    public bool TryRead(string? address, [NotNullWhen(true)] out MailTopic? topic) => TryRead(Form(), domain, address, out topic);

    /// <summary>What a Message-ID that <see cref="MessageIds"/> gave is about; false for any other.</summary>
    public bool TryReadMessageId(string? id, [NotNullWhen(true)] out MailTopic? topic) => TryRead(IdForm(), host, id, out topic);

    private bool TryRead(Regex form, string? expected, string? text, [NotNullWhen(true)] out MailTopic? topic)
    {
        topic = null;
        var match = form.Match(text?.Trim().ToLowerInvariant() ?? "");
        if (expected is null || !match.Success || match.Groups["domain"].Value != expected) return false;
        var (prefix, number) = (match.Groups["prefix"].Value, match.Groups["number"].Value);
        if (!Secrets.AreEqual(match.Groups["signature"].Value, Signature($"{prefix}-{number}"))) return false;
        topic = new MailTopic(prefix is DitPrefix ? MailTopicKind.Dit : MailTopicKind.Order, number);
        return true;
    }

    private (string Name, string Signature)? Named(MailTopic? topic)
    {
        var prefix = topic?.Kind switch { MailTopicKind.Dit => DitPrefix, MailTopicKind.Order => OrderPrefix, _ => null };
        return prefix is null ? null : ($"{prefix}-{topic!.Number}", Signature($"{prefix}-{topic.Number}"));
    }

    private string Signature(string name) => Convert.ToHexStringLower(signatures.Sign(Purpose, name).AsSpan(0, SignatureBytes));

    [GeneratedRegex(
        @"\A(?<prefix>dit|commande)-(?<number>[1-9][0-9]{0,9})\+(?<signature>[0-9a-f]{16})@(?<domain>[^@\s]+)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();

    [GeneratedRegex(
        @"\A(?:[^\s@.]+\.)?(?<prefix>dit|commande)-(?<number>[1-9][0-9]{0,9})\.(?<signature>[0-9a-f]{16})@(?<domain>[^@\s]+)\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex IdForm();
}
