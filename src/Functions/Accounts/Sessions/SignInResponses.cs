using Dfm.Functions.Accounts.Responses;
using Dfm.Functions.Security;

namespace Dfm.Functions.Accounts.Sessions;

public static class SignInResponses
{
    /// <exception cref="InvalidOperationException">The account's customer is missing: accounts were imported before customers.</exception>
    public static SignedIn SignIn(this AccessTokens tokens, Account account, Customer? customer, SessionKey session)
    {
        var caller = account.ToCaller() with { Session = session };
        var me = MeResponse.Of(caller, customer ?? throw new InvalidOperationException($"There is no customer {account.Customer}."));
        return new SignedIn(tokens.Issue(caller), (int)AccessTokens.Lifetime.TotalSeconds, me);
    }
}
