using System.Text.Json.Serialization;

namespace Dfm.Core.Accounts;

/// <summary>Why a link lets somebody set a password.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PasswordLinkKind>))]
public enum PasswordLinkKind
{
    /// <summary>The password was forgotten.</summary>
    Reset,

    /// <summary>The account is new, and has no password yet.</summary>
    Invitation,
}

/// <summary>
/// The link by which a person sets a password without knowing the present one. An account has one at a time: the next takes its place.
/// </summary>
/// <param name="Request">Random; what the link was asked for by. The mail is named after it, so that it is sent once.</param>
/// <param name="TokenHash">SHA-256 of the token's secret, base64url.</param>
/// <param name="ExpiresAt">From then on it is worth nothing.</param>
/// <param name="IsUsed">A password was set by it, or in another way since: it is worth nothing any more.</param>
/// <param name="Issued">When resets were issued of late.</param>
public sealed record PasswordLink(
    Guid Request, PasswordLinkKind Kind, string TokenHash, DateTimeOffset ExpiresAt, bool IsUsed, IReadOnlyList<DateTimeOffset> Issued)
{
    /// <summary>So many mails of a kind may a person get within an hour: anybody can ask for a reset, and a Superviseur for invitations.</summary>
    private static readonly AttemptLimit Mails = new(5, TimeSpan.FromHours(1));

    /// <summary>When invitations were issued of late: apart, so that a stranger who asks for resets does not keep somebody from being invited.</summary>
    public IReadOnlyList<DateTimeOffset> Invited { get; init; } = [];

    /// <summary>How long a link of the kind can be used.</summary>
    public static TimeSpan LifetimeOf(PasswordLinkKind kind) => kind is PasswordLinkKind.Invitation ? TimeSpan.FromDays(7) : TimeSpan.FromHours(1);

    /// <summary>When it was asked for.</summary>
    public DateTimeOffset RequestedAt => ExpiresAt - LifetimeOf(Kind);

    /// <summary>
    /// The link that a request asks for; null when it is too old by now, one of too many, or older than the account's last one. Whoever has
    /// forgotten the password before the first sign-in is invited once more, so that a stranger who asks for it does not shorten an invitation.
    /// </summary>
    /// <param name="last">The account's last link; null when it has had none.</param>
    /// <param name="requestedAt">The link's lifetime begins here, however late the mail is.</param>
    public static PasswordLink? Issue(
        PasswordLink? last, Guid request, PasswordLinkKind kind, string tokenHash, DateTimeOffset requestedAt, DateTimeOffset now)
    {
        var becomes = last is { Kind: PasswordLinkKind.Invitation } && last.IsGood(now) ? PasswordLinkKind.Invitation : kind;
        var expiresAt = requestedAt + LifetimeOf(becomes);
        if (expiresAt <= now || requestedAt < last?.RequestedAt) return null;
        var (issued, invited) = (last?.Issued ?? [], last?.Invited ?? []);
        var admitted = Mails.Admit(new SignInAttempts(kind is PasswordLinkKind.Reset ? issued : invited), now);
        if (!admitted.IsSuccess) return null;
        if (kind is PasswordLinkKind.Reset) issued = admitted.Value.Times;
        else invited = admitted.Value.Times;
        return new(request, becomes, tokenHash, expiresAt, IsUsed: false, issued) { Invited = invited };
    }

    /// <summary>Whether a password can be set by it at <paramref name="now"/>.</summary>
    public bool IsGood(DateTimeOffset now) => !IsUsed && now < ExpiresAt;
}
