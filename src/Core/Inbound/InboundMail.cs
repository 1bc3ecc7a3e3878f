namespace Dfm.Core.Inbound;

/// <summary>A mail that came in, as decisions go by it and as the staff sees it.</summary>
/// <param name="MessageId">Without its brackets; null where there is none.</param>
/// <param name="Recipients">The envelope's recipients: the addresses that it really came to.</param>
/// <param name="From">The one address of the one <c>From</c> header; null where there are none or several. Never logged.</param>
/// <param name="FromName">May be empty.</param>
/// <param name="Answers">The Message-IDs that it answers, from <c>In-Reply-To</c> and <c>References</c>, the latest first.</param>
/// <param name="IsTrusted">Whether it was really sent from its <c>From</c> address: see <see cref="SenderProof"/>.</param>
/// <param name="IsAutomatic">See <see cref="AutomaticMail"/>.</param>
/// <param name="Files">What is attached, without what decorates a signature.</param>
public sealed record InboundMail(
    string? MessageId,
    IReadOnlyList<string> Recipients,
    string? From,
    string FromName,
    string Subject,
    MailText Text,
    IReadOnlyList<string> Answers,
    bool IsTrusted,
    bool IsAutomatic,
    IReadOnlyList<InboundFile> Files)
{
    /// <summary>Of a mail in which nothing can be read.</summary>
    public static InboundMail Unreadable { get; } = new(null, [], null, "", "", new("", ""), [], false, false, []);

    /// <summary>No personal data: a mail must not reach a log by interpolation.</summary>
    public override string ToString() => nameof(InboundMail);

    /// <summary>What the mail calls itself and where it came: of two with the same one, the second is the first once more.</summary>
    /// <param name="hash">Of its bytes: stands in where it has no Message-ID.</param>
    public string Identity(string hash) => MessageId is { Length: > 0 } id
        ? string.Join('\n', Recipients.Select(one => one.ToLowerInvariant()).Order(StringComparer.Ordinal).Prepend(id))
        : hash;

    /// <summary>All that was written, for a DIT or a message: the subject of a new mail, its text, and what it forwards.</summary>
    /// <param name="max">In UTF-16 units.</param>
    public string FullText(int max)
    {
        string[] parts = [Subject.Length > 0 ? $"Objet : {Subject}" : "", Text.Written, Text.Quoted];
        return MailText.Cut(string.Join("\n\n", parts.Where(part => part.Length > 0)), max);
    }
}

/// <summary>A file of a mail.</summary>
/// <param name="Name">Made legal.</param>
/// <param name="Size">In bytes.</param>
public sealed record InboundFile(string Name, long Size);

/// <summary>An answer to a mail, or its forwarding, keeps its subject behind such marks.</summary>
public static class MailSubject
{
    private static readonly string[] Marks = ["re:", "re :", "ré:", "fw:", "fwd:", "tr:", "tr :", "aw:", "rv:"];

    /// <summary>The subject in the portal's form, without them.</summary>
    /// <param name="max">In UTF-16 units.</param>
    public static string Of(string? header, int max = 250)
    {
        var subject = MailText.CleanLine(header);
        while (Marks.FirstOrDefault(mark => subject.StartsWith(mark, StringComparison.OrdinalIgnoreCase)) is { } mark)
            subject = subject[mark.Length..].TrimStart();
        return subject.Length > max ? subject[..max] : subject;
    }
}
