namespace Dfm.Core.Notifications;

/// <summary>To a person whose password was changed: so that nobody does it unnoticed.</summary>
/// <param name="Identifier">The sign-in name.</param>
/// <param name="At">When.</param>
public sealed record PasswordChangedMail(string Identifier, DateTimeOffset At) : IMailModel
{
    /// <inheritdoc/>
    public static string Template => MailTemplate.PasswordChanged;
}
