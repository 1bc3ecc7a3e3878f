using System.Collections;
using System.Net.Mail;
using System.Text.Json;

namespace Dfm.LocalHost.Mail;

/// <summary>
/// The part of SendGrid's mail/send request that the mailbox understands; one that says more is refused, lest it seem to work. What
/// SendGrid refuses cannot be read from JSON either.
/// </summary>
internal sealed record SendRequest(
    Address From,
    IReadOnlyList<Personalization> Personalizations,
    IReadOnlyList<Part> Content,
    string? Subject = null,
    Address? ReplyTo = null,
    IReadOnlyList<Attachment>? Attachments = null,
    Dictionary<string, string>? Headers = null,
    Dictionary<string, string>? CustomArgs = null,
    JsonElement? TrackingSettings = null) // Taken and without effect: nothing is tracked here.
{
    public IReadOnlyList<Part> Content { get; } = Require.Some(Content, "content");

    /// <summary>Who gets the mail. Further mails in the same request are not supported.</summary>
    public Personalization Mail { get; } = Personalizations is [{ } only] ? only : throw new JsonException("One item of personalizations is required.");

    public string Subject { get; } = Require.Some(Personalizations[0].Subject ?? Subject ?? "", "subject");
}

/// <summary>One mail of a request: who gets it, and what is special to it.</summary>
internal sealed record Personalization(
    IReadOnlyList<Address> To,
    IReadOnlyList<Address>? Cc = null,
    IReadOnlyList<Address>? Bcc = null,
    string? Subject = null,
    Dictionary<string, string>? Headers = null,
    Dictionary<string, string>? CustomArgs = null)
{
    public IReadOnlyList<Address> To { get; } = Require.Some(To, "to");
}

/// <summary>SendGrid's request to erase what it keeps of recipients.</summary>
internal sealed record EraseRequest(IReadOnlyList<string> EmailAddresses);

/// <summary>An address with its name.</summary>
internal sealed record Address(string Email, string? Name = null)
{
    public string Email { get; } = MailAddress.TryCreate(Email, out var parsed) && parsed.Address == Email
        ? Email
        : throw new JsonException($"The email '{Email}' is not a valid address.");
}

/// <summary>The mail's text in one media type.</summary>
internal sealed record Part(string Type, string Value)
{
    public string Value { get; } = Require.Some(Value, "content value");
}

/// <summary>An attached file; its content is Base64 in JSON.</summary>
internal sealed record Attachment(
    byte[] Content, string Filename, string? Type = null, string? Disposition = null, string? ContentId = null);

file static class Require
{
    /// <summary>Refuses what is empty.</summary>
    public static T Some<T>(T items, string name)
        where T : IEnumerable => items.Cast<object>().Any() ? items : throw new JsonException($"The {name} is required.");
}
