namespace Dfm.Core.Notifications;

/// <summary>To a person who has forgotten the password: the link by which another is set.</summary>
/// <param name="Identifier">The sign-in name, which may be forgotten too.</param>
/// <param name="Token">In the link.</param>
/// <param name="ExpiresAt">Until when the link is good.</param>
public sealed record PasswordResetMail(string Identifier, string Token, DateTimeOffset ExpiresAt) : IMailModel
{
    /// <inheritdoc/>
    public static string Template => MailTemplate.PasswordReset;

    /// <summary>Behind « # », which no browser sends: the token stands in no log of a server or a proxy.</summary>
    public string PagePath => $"/reset-password#{Token}";

    /// <summary>A token must not reach a log by interpolation.</summary>
    public override string ToString() => nameof(PasswordResetMail);
}
