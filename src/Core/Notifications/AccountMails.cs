using Dfm.Core.Accounts;

namespace Dfm.Core.Notifications;

/// <summary>The mails about an account. Their ids are derived from what asked for them, so enqueueing is idempotent.</summary>
public static class AccountMails
{
    /// <summary>The link by which the person sets a new password.</summary>
    /// <param name="token">In clear; it stands nowhere but in this mail.</param>
    public static MailMessage Reset(Account account, PasswordLink link, string token)
    {
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(link);
        return MailMessage.Create(
            $"password-reset-{link.Request:N}", To(account), new PasswordResetMail(account.Identifier.Value, token, link.ExpiresAt));
    }

    /// <summary>The link by which an invited person sets the first password.</summary>
    /// <param name="token">In clear; it stands nowhere but in this mail.</param>
    public static MailMessage Invitation(Account account, PasswordLink link, string token, string customerName, string invitedBy)
    {
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(link);
        return MailMessage.Create(
            $"invitation-{link.Request:N}",
            To(account),
            new InvitationMail(account.Identifier.Value, invitedBy, customerName, token, link.ExpiresAt));
    }

    /// <summary>The password is another one now, which the person may not have done.</summary>
    /// <param name="change">Random; that of the command.</param>
    public static MailMessage Changed(Account account, Guid change, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(account);
        return MailMessage.Create($"password-changed-{change:N}", To(account), new PasswordChangedMail(account.Identifier.Value, at));
    }

    /// <summary>Mails go to another address now; the one before is told.</summary>
    /// <param name="change">Random; that of the command.</param>
    public static MailMessage AddressChanged(Account before, Account after, string changedBy, Guid change, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        return MailMessage.Create(
            $"address-changed-{change:N}",
            To(before),
            new AddressChangedMail(before.Identifier.Value, changedBy, Hidden(after.Email), at));
    }

    /// <summary>An address of which one recognises one's own: its first letter and its domain.</summary>
    private static string Hidden(string address) => $"{address[0]}…{address[address.LastIndexOf('@')..]}";

    private static MailRecipient To(Account account) => new(account.Email, account.Name);
}
