using System.Text.Json;

namespace Dfm.LocalHost.Mail;

/// <summary>The part of SendGrid's mail/send request that the mailbox understands; one that says more is refused, lest it seem to work.</summary>
internal sealed record SendRequest(
    Address? From,
    Address? ReplyTo,
    IReadOnlyList<Personalization>? Personalizations,
    string? Subject,
    IReadOnlyList<Part>? Content,
    Dictionary<string, string>? Headers,
    Dictionary<string, string>? CustomArgs,
    JsonElement? TrackingSettings); // Taken and without effect: nothing is tracked here.

/// <summary>One mail of a request: who gets it, and what is special to it.</summary>
internal sealed record Personalization(
    IReadOnlyList<Address>? To,
    IReadOnlyList<Address>? Cc,
    IReadOnlyList<Address>? Bcc,
    string? Subject,
    Dictionary<string, string>? Headers,
    Dictionary<string, string>? CustomArgs);

/// <summary>An address with its name.</summary>
internal sealed record Address(string? Email, string? Name);

/// <summary>The mail's text in one media type.</summary>
internal sealed record Part(string? Type, string? Value);
