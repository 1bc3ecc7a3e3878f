namespace Dfm.LocalHost.Mail;

/// <summary>A mail in the mailbox. Its id is SendGrid's X-Message-Id; a request's further mails have a number behind it.</summary>
internal sealed record KeptMail(
    string Id,
    string From,
    IReadOnlyList<string> To,
    string Subject,
    string? Text,
    string? Html,
    DateTimeOffset SentAt,
    IReadOnlyDictionary<string, string> CustomArgs,
    IReadOnlyDictionary<string, string> Headers,
    string? ReplyTo,
    IReadOnlyList<string> Cc,
    IReadOnlyList<string> Bcc)
{
    /// <summary>One mail for each personalization of an accepted request.</summary>
    public static IReadOnlyList<KeptMail> Of(SendRequest request, string id, DateTimeOffset now) =>
        [.. request.Personalizations!.Select((mail, index) => new KeptMail(
            index == 0 ? id : $"{id}-{index}",
            request.From!.Email!,
            Emails(mail.To),
            mail.Subject ?? request.Subject!,
            request.Content!.FirstOrDefault(part => part.Type == "text/plain")?.Value,
            request.Content!.FirstOrDefault(part => part.Type == "text/html")?.Value,
            now,
            Merge(request.CustomArgs, mail.CustomArgs),
            Merge(request.Headers, mail.Headers),
            request.ReplyTo?.Email,
            Emails(mail.Cc),
            Emails(mail.Bcc)))];

    private static IReadOnlyList<string> Emails(IReadOnlyList<Address>? addresses) => [.. (addresses ?? []).Select(address => address.Email!)];

    /// <summary>What is said for the one mail wins.</summary>
    private static Dictionary<string, string> Merge(Dictionary<string, string>? general, Dictionary<string, string>? special) =>
        new((general ?? []).ExceptBy((special ?? []).Keys, pair => pair.Key).Concat(special ?? []));
}
