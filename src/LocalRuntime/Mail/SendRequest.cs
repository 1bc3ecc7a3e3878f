using System.Text.Json.Serialization;

namespace Dfm.LocalRuntime.Mail;

/// <summary>The part of SendGrid's mail/send request that the mailbox understands; what is in it besides has no effect here.</summary>
internal sealed record SendRequest
{
    public Address? From { get; init; }

    public Address? ReplyTo { get; init; }

    public IReadOnlyList<Personalization>? Personalizations { get; init; }

    public string? Subject { get; init; }

    public IReadOnlyList<Part>? Content { get; init; }

    public IReadOnlyList<Attachment>? Attachments { get; init; }

    public Dictionary<string, string>? Headers { get; init; }

    public Dictionary<string, string>? CustomArgs { get; init; }

    public string? TemplateId { get; init; }

    public long? SendAt { get; init; }

    public MailSettings? MailSettings { get; init; }
}

/// <summary>An address with its name.</summary>
internal sealed record Address(string? Email, string? Name);

/// <summary>One mail of a request: who gets it, and what is special to it.</summary>
internal sealed record Personalization
{
    public IReadOnlyList<Address>? To { get; init; }

    public IReadOnlyList<Address>? Cc { get; init; }

    public IReadOnlyList<Address>? Bcc { get; init; }

    public string? Subject { get; init; }

    public Dictionary<string, string>? Headers { get; init; }

    public Dictionary<string, string>? CustomArgs { get; init; }

    public long? SendAt { get; init; }
}

/// <summary>The mail's text in one media type.</summary>
internal sealed record Part(string? Type, string? Value);

/// <summary>A file; its content, in Base64, is not kept.</summary>
internal sealed record Attachment(string? Content, string? Type, string? Filename);

/// <summary>Settings of a request.</summary>
internal sealed record MailSettings(Switch? SandboxMode);

/// <summary>Something on or off.</summary>
internal sealed record Switch(bool Enable);

/// <summary>Generated reading of requests.</summary>
[JsonSerializable(typeof(SendRequest))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
internal sealed partial class SendRequestJson : JsonSerializerContext;
