using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Dfm.Core.Notifications;

/// <summary>How a mail failed to reach its recipient.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MailFailureKind>))]
public enum MailFailureKind
{
    /// <summary>The recipient's server has refused it, for good or as a nuisance.</summary>
    Bounced,

    /// <summary>SendGrid has not even tried: the address had failed before, or its owner wants no mails.</summary>
    Dropped,
}

/// <summary>A mail that SendGrid had accepted and that did not reach its recipient.</summary>
/// <param name="EventId">SendGrid's id of what happened: told twice, it is one failure.</param>
/// <param name="MailId">The portal's id of the mail.</param>
/// <param name="Recipient">Never logged.</param>
/// <param name="Reason">The server's words; empty where it gave none.</param>
public sealed partial record MailFailure(
    string EventId, DateTimeOffset At, MailFailureKind Kind, string MailId, string Recipient, string Reason)
{
    /// <summary>What the mail was about, e.g. <c>dit-500123</c>; null for a mail about no one thing. Its id begins with it.</summary>
    public string? Subject => About().Match(MailId) is { Success: true } match ? match.Value : null;

    /// <summary>No personal data: a failure must not reach a log by interpolation.</summary>
    public override string ToString() => $"{Kind} {MailId}";

    [GeneratedRegex(@"\A(dit|order|contact|approval|invoice)-[A-Za-z0-9_]+(?=-)", RegexOptions.CultureInvariant)]
    private static partial Regex About();
}

/// <summary>The mails that did not reach their recipients.</summary>
public interface IMailFailureStore
{
    /// <summary>Stores failures. Idempotent.</summary>
    Task Add(IReadOnlyList<MailFailure> failures, CancellationToken cancellationToken);

    /// <summary>A page of all failures, newest first.</summary>
    /// <param name="after">Where the previous page ended; null for the first page.</param>
    /// <param name="limit">The maximum number of items.</param>
    Task<(IReadOnlyList<MailFailure> Items, string? Next)> List(string? after, int limit, CancellationToken cancellationToken);

    /// <summary>The latest failures of mails about one thing, newest first: one range query.</summary>
    /// <param name="subject">A <see cref="MailFailure.Subject"/>.</param>
    Task<IReadOnlyList<MailFailure>> About(string subject, CancellationToken cancellationToken);
}
