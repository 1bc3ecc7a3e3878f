namespace Dfm.Core.Accounts;

/// <summary>Accounts with their sign-in attempts and sessions: everything of one account lies in one partition.</summary>
public interface IAccountStore
{
    /// <summary>All that a sign-in needs of an identifier, known or not, in one read.</summary>
    Task<SignInRecord> ReadForSignIn(LoginIdentifier identifier, CancellationToken cancellationToken);

    /// <summary>Stores an attempt before the password is looked at.</summary>
    /// <param name="identifier">Known or not.</param>
    /// <param name="attempts">As <see cref="AttemptLimit.Admit"/> gave them.</param>
    /// <param name="version">The version read; null when there was no row.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>False when another attempt came between: read and decide again.</returns>
    Task<bool> ReserveAttempt(LoginIdentifier identifier, SignInAttempts attempts, string? version, CancellationToken cancellationToken);

    /// <summary>Forgets the attempts, stores the new session, drops the ended ones, stores a better hash if any.</summary>
    Task StoreSignIn(
        LoginIdentifier identifier,
        Session session,
        IReadOnlyList<Session> ended,
        string? betterPasswordHash,
        CancellationToken cancellationToken);

    /// <summary>The account of a session and the session, each null when there is none.</summary>
    /// <param name="account">The account's key, as the refresh token names it.</param>
    /// <param name="sessionId">The session's id.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    Task<(Account? Account, Session? Session, string? Version)> ReadSession(
        string account, string sessionId, CancellationToken cancellationToken);

    /// <summary>Replaces the session; false when somebody refreshed or ended it meanwhile.</summary>
    Task<bool> ReplaceSession(string account, Session session, string version, CancellationToken cancellationToken);

    /// <summary>Ends the session. Ending it twice is no error.</summary>
    Task EndSession(string account, string sessionId, CancellationToken cancellationToken);

    /// <summary>The account's key, as refresh tokens name it: says nothing of the identifier.</summary>
    string KeyOf(LoginIdentifier identifier);

    /// <summary>The recent failed sign-ins from an address, with the version of their row (null when there is none).</summary>
    Task<(SignInAttempts Attempts, string? Version)> ReadAddress(string address, CancellationToken cancellationToken);

    /// <summary>Stores the failed sign-ins from an address; false when another came between.</summary>
    Task<bool> StoreAddress(string address, SignInAttempts attempts, string? version, CancellationToken cancellationToken);

    /// <summary>The Superviseurs of a customer; one range query.</summary>
    Task<IReadOnlyList<Person>> Supervisors(CustomerId customer, CancellationToken cancellationToken);

    /// <summary>Creates or replaces an account with its password's hash: the import's writer. Sessions and attempts stay.</summary>
    Task Save(Account account, string passwordHash, CancellationToken cancellationToken);
}
