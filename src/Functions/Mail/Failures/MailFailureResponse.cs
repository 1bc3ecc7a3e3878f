using Dfm.Core.Notifications;

namespace Dfm.Functions.Mail.Failures;

/// <summary>A mail that did not reach its recipient, as DFM's staff sees it.</summary>
/// <param name="About">What the mail was about, e.g. <c>dit-500123</c>; null for no one thing.</param>
public sealed record MailFailureResponse(
    DateTimeOffset At, MailFailureKind Kind, string MailId, string? About, string Recipient, string Reason)
{
    public static MailFailureResponse Of(MailFailure failure) =>
        new(failure.At, failure.Kind, failure.MailId, failure.Subject, failure.Recipient, failure.Reason);

    public static IReadOnlyList<MailFailureResponse> Of(IEnumerable<MailFailure> failures) => [.. failures.Select(Of)];
}
