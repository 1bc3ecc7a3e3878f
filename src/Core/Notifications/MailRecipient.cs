namespace Dfm.Core.Notifications;

/// <summary>The recipient of a mail.</summary>
/// <param name="Name">May be empty.</param>
public sealed record MailRecipient(string Email, string Name)
{
    /// <summary>No personal data: a recipient must not reach a log by interpolation.</summary>
    public override string ToString() => "(recipient)";
}
