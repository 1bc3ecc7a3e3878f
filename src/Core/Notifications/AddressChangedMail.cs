namespace Dfm.Core.Notifications;

/// <summary>To the address that a person had, when a Superviseur has entered another: so that nobody does it unnoticed.</summary>
/// <param name="Identifier">The sign-in name, which stays the same.</param>
/// <param name="ChangedBy">The Superviseur.</param>
/// <param name="Address">The address to which the mails go from now on, for the most part hidden.</param>
public sealed record AddressChangedMail(string Identifier, string ChangedBy, string Address, DateTimeOffset At) : IMailModel
{
    /// <inheritdoc/>
    public static string Template => MailTemplate.AddressChanged;
}
