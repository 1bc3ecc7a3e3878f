namespace Dfm.Core.Accounts;

/// <summary>The stored data that a sign-in needs, read in one query.</summary>
/// <param name="Account">Null when the identifier does not exist.</param>
/// <param name="PasswordHash">Null without an account.</param>
/// <param name="AttemptsVersion">Null when there is no row yet.</param>
/// <param name="Sessions">Ended sessions included.</param>
public sealed record SignInRecord(
    Account? Account,
    string? PasswordHash,
    SignInAttempts Attempts,
    string? AttemptsVersion,
    IReadOnlyList<Session> Sessions);
