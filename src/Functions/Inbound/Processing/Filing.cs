using Dfm.Core.Attachments;
using Dfm.Core.Inbound;
using Dfm.Core.Notifications;
using Dfm.Functions.Commands;
using Dfm.Functions.Inbound.Parsing;

namespace Dfm.Functions.Inbound.Processing;

/// <summary>A mail that is made a part of what it is about.</summary>
/// <param name="Record">With what can be read in the mail.</param>
/// <param name="By">In whose name: its sender.</param>
public sealed record Filing(InboundRecord Record, ReadMail Read, Caller By)
{
    /// <summary>Makes a command of this mail happen once, however often it is tried.</summary>
    /// <param name="part">Tells the commands of one mail apart.</param>
    public Idempotency Once(string part) => new($"mail-{Record.Id}-{part}", Record.Id);

    /// <summary>The same of a command on what the mail is about: the staff may have it filed elsewhere later.</summary>
    public Idempotency Once(string part, MailTopic topic) => Once($"{part}-{topic.Number}");

    /// <summary>Whether a file is one of this mail, added when it was filed before.</summary>
    public bool Has(Attachment file) =>
        file.AddedByUser == By.User
        && file.AddedAt >= Record.ReceivedAt
        && Read.Files.Any(own => own.File.Size == file.Size && own.File.Name == file.Name);

    /// <summary>The stored response, or why there is none; a lost race is tried again by the outbox.</summary>
    public static Result<StoredResponse> Settle(CommandOutcome<StoredResponse> outcome) => outcome.Match<Result<StoredResponse>>(
        applied: response => response,
        refused: problem => problem,
        replayed: response => response,
        conflict: why => throw new CommandConflictException(why.Code));
}
