using Dfm.Core.Inbound;
using Dfm.Core.Notifications;

namespace Dfm.Functions.Inbound.Responses;

/// <summary>A mail that came in, as DFM's staff sees it.</summary>
/// <param name="Reason">Why it waits, or has waited; null where it never did.</param>
/// <param name="About">The DIT or the order that it became a part of, or seems to be about; null for none.</param>
/// <param name="From">The sender's address, whether or not it is proven; null where there is none, or several.</param>
/// <param name="IsAuthenticated">Whether it is proven.</param>
/// <param name="Text">What was written, without signatures and disclaimers.</param>
/// <param name="Quoted">What it answers or forwards.</param>
/// <param name="SettledBy">Who has assigned or discarded it; else null.</param>
public sealed record InboundMailResponse(
    string Id,
    DateTimeOffset ReceivedAt,
    InboundState State,
    HoldReason? Reason,
    TopicResponse? About,
    string? From,
    string FromName,
    bool IsAuthenticated,
    string Subject,
    string Text,
    string Quoted,
    IReadOnlyList<InboundFileResponse> Files,
    string? SettledBy)
{
    public static InboundMailResponse Of(InboundRecord record)
    {
        var mail = record.Mail ?? InboundMail.Unreadable;
        return new(
            record.Id,
            record.ReceivedAt,
            record.State,
            record.Reason,
            record.About is { } topic ? new(topic.Kind, topic.Number) : null,
            mail.From,
            mail.FromName,
            mail.IsTrusted,
            mail.Subject,
            mail.Text.Written,
            mail.Text.Quoted,
            [.. mail.Files.Select(file => new InboundFileResponse(file.Name, file.Size))],
            record.SettledBy);
    }
}

/// <summary>A DIT or an order.</summary>
public sealed record TopicResponse(MailTopicKind Kind, string Number);

/// <summary>A file of a mail.</summary>
/// <param name="Size">In bytes.</param>
public sealed record InboundFileResponse(string Name, long Size);
