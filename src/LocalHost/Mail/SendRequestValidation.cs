using System.Net.Mail;

namespace Dfm.LocalHost.Mail;

/// <summary>One complaint of SendGrid about a field, or (null) about a request as a whole.</summary>
internal sealed record SendError(string Message, string? Field);

/// <summary>Refuses what SendGrid refuses, in its words or the first of them.</summary>
internal static class SendRequestValidation
{
    /// <summary>What is wrong with the request; empty when it is fine.</summary>
    public static IReadOnlyList<SendError> Check(SendRequest request) =>
    [
        .. CheckHead(request),
        .. (request.Personalizations ?? []).SelectMany(CheckPersonalization),
        .. (request.Content ?? []).SelectMany(CheckPart),
    ];

    private static IEnumerable<SendError> CheckHead(SendRequest request)
    {
        if (request.From?.Email is null)
            yield return new SendError("The from object must be provided for every email send.", "from.email");
        else if (!IsAddress(request.From))
            yield return new SendError("The from email does not contain a valid address.", "from.email");
        if (request.Personalizations is not { Count: > 0 } mails)
            yield return new SendError("The personalizations field is required and must have at least one personalization.", "personalizations");
        else if (string.IsNullOrEmpty(request.Subject) && mails.Any(mail => string.IsNullOrEmpty(mail.Subject)))
            yield return new SendError("The subject is required.", "subject");
        if (request.Content is not { Count: > 0 })
            yield return new SendError("The content parameter is required. There must be at least one defined content block.", "content");
    }

    private static IEnumerable<SendError> CheckPersonalization(Personalization mail, int index)
    {
        var field = $"personalizations.{index}";
        if (mail.To is not { Count: > 0 })
            yield return new SendError("The to array is required for all personalization objects.", $"{field}.to");
        foreach (var (name, addresses) in new[] { ("to", mail.To), ("cc", mail.Cc), ("bcc", mail.Bcc) })
        {
            foreach (var (position, _) in (addresses ?? []).Index().Where(one => !IsAddress(one.Item)))
                yield return new SendError("Does not contain a valid address.", $"{field}.{name}.{position}.email");
        }

        IEnumerable<Address> recipients = [.. mail.To ?? [], .. mail.Cc ?? [], .. mail.Bcc ?? []];
        if (recipients.CountBy(address => address.Email ?? "", StringComparer.OrdinalIgnoreCase).Any(same => same.Value > 1))
            yield return new SendError("Each email address in the personalization block should be unique between to, cc, and bcc.", field);
    }

    private static IEnumerable<SendError> CheckPart(Part part, int index)
    {
        if (string.IsNullOrEmpty(part.Type))
            yield return new SendError("The content type must be a string at least one character in length.", $"content.{index}.type");
        if (string.IsNullOrEmpty(part.Value))
            yield return new SendError("The content value must be a string at least one character in length.", $"content.{index}.value");
        if (index > 0 && part.Type == "text/plain")
            yield return new SendError("If present, text/plain must come first.", "content.0.type");
    }

    private static bool IsAddress(Address address) =>
        MailAddress.TryCreate(address.Email, out var parsed) && parsed.Address == address.Email;
}
