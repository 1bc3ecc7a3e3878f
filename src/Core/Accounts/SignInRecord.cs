namespace Dfm.Core.Accounts;

/// <summary>The stored data that a sign-in needs, read in one query.</summary>
/// <param name="Account">Null when the identifier does not exist.</param>
/// <param name="PasswordHash">Null without an account.</param>
/// <param name="Attempts">Those of all devices on which the account has not signed in before.</param>
/// <param name="AttemptsVersion">Null when there is no row yet.</param>
/// <param name="Sessions">Ended sessions included.</param>
public sealed record SignInRecord(
    Account? Account,
    string? PasswordHash,
    SignInAttempts Attempts,
    string? AttemptsVersion,
    IReadOnlyList<Session> Sessions)
{
    /// <summary>The known devices with attempts, by their ids.</summary>
    public IReadOnlyDictionary<string, DeviceAttempts> Devices { get; init; } = new Dictionary<string, DeviceAttempts>();

    /// <summary>The version of the account's row; null without an account.</summary>
    public string? AccountVersion { get; init; }

    /// <summary>The last link by which a password could be set; null when there was none.</summary>
    public PasswordLink? Link { get; init; }

    /// <summary>The version of its row.</summary>
    public string? LinkVersion { get; init; }

    /// <summary>The attempts of a device, or of all unknown ones for null, and the version of their row; null when there is none.</summary>
    public (SignInAttempts Attempts, string? Version) Of(string? device)
    {
        if (device is null) return (Attempts, AttemptsVersion);
        return Devices.TryGetValue(device, out var known) ? (known.Attempts, known.Version) : (SignInAttempts.None, null);
    }

    /// <summary>What a sign-in with the right password stores.</summary>
    /// <exception cref="InvalidOperationException">There is no account.</exception>
    public SignInChanges Succeed(AttemptCounter counter, Session session, string? betterPasswordHash, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(counter);
        var idle = Devices.Where(one => one.Key != counter.Device && AttemptLimit.OfAccount.AreOver(one.Value.Attempts, now));
        if (PasswordHash is not { } verified || AccountVersion is not { } version) throw new InvalidOperationException("Nobody signs in without an account.");
        return new(counter, session, Session.Ended(Sessions, now), [.. idle.Select(one => one.Key)], betterPasswordHash ?? verified, version);
    }
}

/// <summary>The attempts on a device on which the account has signed in before.</summary>
/// <param name="Version">The version of their row.</param>
public sealed record DeviceAttempts(SignInAttempts Attempts, string Version);

/// <summary>What a successful sign-in stores, in one transaction.</summary>
/// <param name="Counter">Begins anew; the others keep what they have counted.</param>
/// <param name="Session">The new one.</param>
/// <param name="Ended">The sessions to delete.</param>
/// <param name="IdleDevices">Other known devices whose attempts no longer count: to delete.</param>
/// <param name="PasswordHash">The one that was verified, or a better one of the same password.</param>
/// <param name="AccountVersion">The version of the account's row that was verified: nothing is stored when the password is another one by now.</param>
public sealed record SignInChanges(
    AttemptCounter Counter,
    Session Session,
    IReadOnlyList<Session> Ended,
    IReadOnlyList<string> IdleDevices,
    string PasswordHash,
    string AccountVersion);
