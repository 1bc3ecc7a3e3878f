namespace Dfm.Functions.Accounts.Effects;

/// <summary>The payload of effects on a user, who is read again when they are performed.</summary>
internal sealed record UserKey(CustomerId Customer, UserId User)
{
    public static UserKey Of(Account account) => new(account.Customer, account.User);
}
