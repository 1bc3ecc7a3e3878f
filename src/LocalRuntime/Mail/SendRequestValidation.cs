using System.Net.Mail;

namespace Dfm.LocalRuntime.Mail;

/// <summary>One complaint of SendGrid about a request.</summary>
/// <param name="Message">What is wrong.</param>
/// <param name="Field">Where; null for the request as a whole.</param>
internal sealed record SendError(string Message, string? Field);

/// <summary>Refuses what SendGrid refuses, in its words.</summary>
internal static class SendRequestValidation
{
    private const int MostRecipients = 1000;

    /// <summary>What is wrong with the request; empty when it is fine.</summary>
    public static IReadOnlyList<SendError> Check(SendRequest request) =>
        [
            .. CheckFrom(request),
            .. CheckPersonalizations(request),
            .. CheckSubject(request),
            .. CheckContent(request),
            .. CheckUnsupported(request),
        ];

    private static IEnumerable<SendError> CheckFrom(SendRequest request)
    {
        if (request.From?.Email is null)
        {
            yield return new SendError(
                "The from object must be provided for every email send. It is an object that requires the email parameter, but may also "
                + "contain a name parameter.  e.g. {\"email\" : \"example@example.com\"}  or {\"email\" : \"example@example.com\", "
                + "\"name\" : \"Example Recipient\"}.",
                "from.email");
        }
        else if (!IsAddress(request.From))
        {
            yield return new SendError("The from email does not contain a valid address.", "from.email");
        }
    }

    private static IEnumerable<SendError> CheckPersonalizations(SendRequest request)
    {
        if (request.Personalizations is not { Count: > 0 } personalizations)
        {
            return
            [
                new SendError("The personalizations field is required and must have at least one personalization.", "personalizations"),
            ];
        }

        if (personalizations.Sum(mail => Recipients(mail).Count()) > MostRecipients)
            return [new SendError($"There are too many recipients: the limit is {MostRecipients}.", "personalizations")];
        return personalizations.SelectMany(CheckPersonalization);
    }

    private static IEnumerable<SendError> CheckPersonalization(Personalization mail, int index)
    {
        var field = $"personalizations.{index}";
        if (mail.To is not { Count: > 0 })
        {
            yield return new SendError(
                "The to array is required for all personalization objects, and must have at least one email object with a valid email "
                + "address.",
                $"{field}.to");
        }

        foreach (var (name, addresses) in new[] { ("to", mail.To), ("cc", mail.Cc), ("bcc", mail.Bcc) })
        {
            foreach (var (position, address) in (addresses ?? []).Index())
            {
                if (!IsAddress(address))
                    yield return new SendError("Does not contain a valid address.", $"{field}.{name}.{position}.email");
            }
        }

        var twice = Recipients(mail)
            .GroupBy(address => address.Email, StringComparer.OrdinalIgnoreCase)
            .FirstOrDefault(same => same.Count() > 1);
        if (twice is not null)
        {
            yield return new SendError(
                "Each email address in the personalization block should be unique between to, cc, and bcc. We found the first duplicate "
                + $"instance of [{twice.Key}] in the {field}.to field.",
                field);
        }
    }

    private static IEnumerable<SendError> CheckSubject(SendRequest request)
    {
        var isMissing = string.IsNullOrEmpty(request.Subject)
            && request.Personalizations?.All(mail => !string.IsNullOrEmpty(mail.Subject)) != true;
        if (isMissing)
        {
            yield return new SendError(
                "The subject is required. You can get around this requirement if you use a template with a subject defined or if every "
                + "personalization has a subject defined.",
                "subject");
        }
    }

    private static IEnumerable<SendError> CheckContent(SendRequest request)
    {
        if (request.Content is not { Count: > 0 } parts)
        {
            yield return new SendError(
                "Unless a valid template_id is provided, the content parameter is required. There must be at least one defined content "
                + "block. We typically suggest both text/plain and text/html blocks are included, but only one block is required.",
                "content");
            yield break;
        }

        foreach (var (index, part) in parts.Index())
        {
            if (string.IsNullOrEmpty(part.Type))
                yield return Empty("type", index);
            if (string.IsNullOrEmpty(part.Value))
                yield return Empty("value", index);
        }

        if (parts.Skip(1).Any(part => part.Type == "text/plain"))
        {
            yield return new SendError(
                "If present, text/plain and text/html may only be provided once, and text/plain must come first.", "content.0.type");
        }
    }

    /// <summary>What SendGrid does and the mailbox does not: refused, lest it seem to work.</summary>
    private static IEnumerable<SendError> CheckUnsupported(SendRequest request)
    {
        if (request.TemplateId is not null)
            yield return new SendError("The local mailbox has no templates.", "template_id");
        if (request.SendAt is not null || request.Personalizations?.Any(mail => mail.SendAt is not null) == true)
            yield return new SendError("The local mailbox does not schedule mails.", "send_at");
    }

    private static IEnumerable<Address> Recipients(Personalization mail) => [.. mail.To ?? [], .. mail.Cc ?? [], .. mail.Bcc ?? []];

    private static SendError Empty(string field, int index) =>
        new($"The content {field} must be a string at least one character in length.", $"content.{index}.{field}");

    private static bool IsAddress(Address address) =>
        MailAddress.TryCreate(address.Email, out var parsed) && parsed.Address == address.Email;
}
