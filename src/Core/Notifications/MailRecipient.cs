namespace Dfm.Core.Notifications;

/// <summary>A person or a service with a mail address: the recipient of a mail, or who gets the answers to it.</summary>
/// <param name="Name">May be empty.</param>
public sealed record MailRecipient(string Email, string Name)
{
    /// <summary>No personal data: a recipient must not reach a log by interpolation.</summary>
    public override string ToString() => "(recipient)";
}
