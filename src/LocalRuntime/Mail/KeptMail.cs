using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dfm.LocalRuntime.Mail;

/// <summary>A mail in the mailbox.</summary>
/// <param name="Id">What SendGrid's X-Message-Id would be; for further mails of the same request, with a number behind.</param>
/// <param name="From">The sender's address.</param>
/// <param name="To">The recipients' addresses.</param>
/// <param name="Subject">The subject.</param>
/// <param name="Text">The plain part; null for none.</param>
/// <param name="Html">The HTML part; null for none.</param>
/// <param name="SentAt">When it was accepted.</param>
/// <param name="CustomArgs">The sender's own data, by name.</param>
/// <param name="Headers">The sender's own headers, by name.</param>
/// <param name="ReplyTo">Where an answer goes; null for the sender.</param>
/// <param name="Cc">Further recipients.</param>
/// <param name="Bcc">Recipients that the others do not see.</param>
/// <param name="Attachments">The names of the files; their content is not kept.</param>
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
    IReadOnlyList<string> Bcc,
    IReadOnlyList<string> Attachments)
{
    /// <summary>One mail for each personalization of an accepted request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="id">The request's message id.</param>
    /// <param name="now">When it was accepted.</param>
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
            Emails(mail.Bcc),
            [.. (request.Attachments ?? []).Select(file => file.Filename ?? "")]))];

    private static IReadOnlyList<string> Emails(IReadOnlyList<Address>? addresses) =>
        [.. (addresses ?? []).Select(address => address.Email!)];

    private static Dictionary<string, string> Merge(Dictionary<string, string>? general, Dictionary<string, string>? special)
    {
        var merged = new Dictionary<string, string>(general ?? []);
        foreach (var (name, value) in special ?? [])
            merged[name] = value;
        return merged;
    }
}

/// <summary>Generated reading and writing of mails.</summary>
[JsonSerializable(typeof(KeptMail))]
[JsonSerializable(typeof(IReadOnlyList<KeptMail>))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class KeptMailJson : JsonSerializerContext
{
    /// <summary>Accents are written as they are: escaped, French mails would be much longer.</summary>
    public static KeptMailJson Plain { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
