namespace Dfm.Core.Accounts;

/// <summary>What a sign-in knows of an identifier, read at once.</summary>
/// <param name="Account">The account; null when there is none with this identifier.</param>
/// <param name="PasswordHash">The hash of its password; null without an account.</param>
/// <param name="Attempts">The recent attempts.</param>
/// <param name="AttemptsVersion">The version of the attempts' row; null when there is none yet.</param>
/// <param name="Sessions">The account's sessions, those that have ended included.</param>
public sealed record SignInRecord(
    Account? Account,
    string? PasswordHash,
    SignInAttempts Attempts,
    string? AttemptsVersion,
    IReadOnlyList<Session> Sessions);
