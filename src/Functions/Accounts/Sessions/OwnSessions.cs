namespace Dfm.Functions.Accounts.Sessions;

public static class OwnSessions
{
    /// <summary>
    /// The account of a session that has not ended; else null. An access token outlives its session by minutes: whoever was signed out ends
    /// nobody else's.
    /// </summary>
    public static async Task<SignInRecord?> ReadSignedIn(this IAccountStore accounts, SessionKey current, CancellationToken cancellationToken)
    {
        var known = await accounts.Read(current.Account, cancellationToken);
        return known.Sessions.Any(session => session.Id == current.Id) ? known : null;
    }
}
