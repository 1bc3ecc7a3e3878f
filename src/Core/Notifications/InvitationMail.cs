namespace Dfm.Core.Notifications;

/// <summary>To a person whom a Superviseur has invited: the link by which the first password is set.</summary>
/// <param name="Identifier">The sign-in name.</param>
/// <param name="InvitedBy">The Superviseur's name.</param>
/// <param name="CustomerName">The company.</param>
/// <param name="Token">In the link.</param>
/// <param name="ExpiresAt">Until when the link is good.</param>
public sealed record InvitationMail(string Identifier, string InvitedBy, string CustomerName, string Token, DateTimeOffset ExpiresAt) : IMailModel
{
    /// <inheritdoc/>
    public static string Template => MailTemplate.Invitation;

    /// <summary>Behind « # », which no browser sends: the token stands in no log of a server or a proxy.</summary>
    public string PagePath => $"/invitation#{Token}";

    /// <summary>A token must not reach a log by interpolation.</summary>
    public override string ToString() => nameof(InvitationMail);
}
