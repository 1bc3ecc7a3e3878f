namespace Dfm.Core.Notifications;

/// <summary>To whom a mail goes.</summary>
/// <param name="Email">Address.</param>
/// <param name="Name">Display name; may be empty.</param>
public sealed record MailRecipient(string Email, string Name)
{
    /// <summary>Says nothing of the person: a recipient must not reach a log by interpolation.</summary>
    public override string ToString() => "(recipient)";
}
