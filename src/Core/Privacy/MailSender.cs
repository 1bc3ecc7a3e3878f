using Dfm.Core.Accounts;
using Dfm.Core.Text;

namespace Dfm.Core.Privacy;

/// <summary>Somebody who has written by mail and has no account: known by the address alone.</summary>
public sealed record MailSender(string Email)
{
    /// <summary>The id under which what the staff has filed of the sender's mails is kept.</summary>
    public UserId User => UserId.Of(LoginIdentifier.Parse(Email));

    /// <summary>Whether the account is this person's.</summary>
    public bool Is(Account account)
    {
        ArgumentNullException.ThrowIfNull(account);
        return account.User == User || account.Email.Equals(Email, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The sender whose address was entered in the field <c>email</c>.</summary>
    public static Result<MailSender> Parse(string? email)
    {
        var check = new FieldChecks();
        var given = check.Required("email", email, EmailAddress.MaxLength, "Saisissez l'adresse mail.");
        if (!EmailAddress.TryParse(given, out var address) || !LoginIdentifier.TryParse(address, out _)) check.Refuse("email", "Cette adresse n'est pas valide.");
        return check.ResultOf(new MailSender(address));
    }
}
