using Dfm.Core.Accounts;
using Dfm.Functions.Security;

namespace Dfm.Functions.Accounts;

/// <summary>Makes the answer to a sign-in and to a refresh.</summary>
internal static class SignInAnswers
{
    /// <summary>A fresh access token and who it is for.</summary>
    /// <exception cref="InvalidOperationException">The account's customer is missing: accounts were imported before customers.</exception>
    public static SignedIn SignIn(this AccessTokens tokens, Account account, Customer? customer)
    {
        var caller = account.ToCaller();
        var me = MeAnswer.Of(caller, customer ?? throw new InvalidOperationException($"There is no customer {account.Customer}."));
        return new SignedIn(tokens.Issue(caller), (int)AccessTokens.Lifetime.TotalSeconds, me);
    }
}
