namespace Dfm.Core.Accounts;

/// <summary>Accounts with their sign-in attempts and sessions. All data of an account is in one partition.</summary>
public interface IAccountStore
{
    /// <summary>Reads everything that a sign-in needs in one query; the identifier need not exist.</summary>
    Task<SignInRecord> ReadForSignIn(LoginIdentifier identifier, CancellationToken cancellationToken);

    /// <summary>The same, by the account's key.</summary>
    Task<SignInRecord> Read(string account, CancellationToken cancellationToken);

    /// <summary>Stores a link by which a password can be set; false when another was stored concurrently.</summary>
    /// <param name="version">The version of the last one; null when there was none.</param>
    Task<bool> StoreLink(string account, PasswordLink link, string? version, CancellationToken cancellationToken);

    /// <summary>Stores an attempt before the password is verified.</summary>
    /// <param name="counter">Its identifier need not exist.</param>
    /// <param name="attempts">As returned by <see cref="AttemptLimit.Admit"/>.</param>
    /// <param name="version">The version that was read; null when there was no row.</param>
    /// <returns>False on a conflict with a concurrent attempt: read and decide again.</returns>
    Task<bool> ReserveAttempt(AttemptCounter counter, SignInAttempts attempts, string? version, CancellationToken cancellationToken);

    /// <summary>Stores a successful sign-in; false when the account has changed since its password was verified.</summary>
    Task<bool> StoreSignIn(SignInChanges changes, CancellationToken cancellationToken);

    /// <summary>The account and one of its sessions; each is null when it does not exist.</summary>
    /// <param name="account">The account's key, as contained in the refresh token.</param>
    Task<(Account? Account, Session? Session, string? Version)> ReadSession(
        string account, string sessionId, CancellationToken cancellationToken);

    /// <summary>Replaces the session; false when it was refreshed or ended concurrently.</summary>
    Task<bool> ReplaceSession(string account, Session session, string version, CancellationToken cancellationToken);

    /// <summary>Ends the session. Idempotent.</summary>
    Task EndSession(string account, string sessionId, CancellationToken cancellationToken);

    /// <summary>The account's key, as contained in refresh tokens; it does not reveal the identifier.</summary>
    string KeyOf(LoginIdentifier identifier);

    /// <summary>
    /// The recent failed sign-ins from an address, with the version of their row; the version is null when there is none.
    /// </summary>
    /// <param name="address">An HMAC of the address: fit for a key, and it tells nobody who it was.</param>
    Task<(SignInAttempts Attempts, string? Version)> ReadAddress(string address, CancellationToken cancellationToken);

    /// <summary>Stores the failed sign-ins from an address; false on a conflict with a concurrent sign-in.</summary>
    Task<bool> StoreAddress(string address, SignInAttempts attempts, string? version, CancellationToken cancellationToken);

    /// <summary>Creates or replaces an account with its password hash, for the import. Sessions and attempts are kept.</summary>
    Task Save(Account account, string passwordHash, CancellationToken cancellationToken);

    /// <summary>Brings an account in line with its user, without touching its password; creates it where there is none.</summary>
    /// <returns>False when another customer's user signs in with this identifier: nothing is changed.</returns>
    Task<bool> Follow(Account user, CancellationToken cancellationToken);
}
