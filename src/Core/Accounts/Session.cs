namespace Dfm.Core.Accounts;

/// <summary>
/// A sign-in on one device (a family of refresh tokens). It stores the hash of the current refresh token, and each refresh replaces it. An
/// older token presented again indicates theft, so the session is revoked.
/// </summary>
/// <param name="Id">Random, unguessable, part of the refresh token.</param>
/// <param name="TokenHash">SHA-256 of the current token's secret, base64url.</param>
/// <param name="ExpiresAt">When the session ends unless it is refreshed.</param>
public sealed record Session(string Id, string TokenHash, DateTimeOffset ExpiresAt)
{
    /// <summary>The lifetime of a session after its last refresh.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    /// <summary>The maximum number of sessions, one per device, of an account.</summary>
    public const int MaxPerAccount = 20;

    /// <summary>A new session.</summary>
    public static Session Start(string id, string tokenHash, DateTimeOffset now) => new(id, tokenHash, now + Lifetime);

    /// <summary>Decides on a refresh with the token that hashes to <paramref name="presentedHash"/>.</summary>
    /// <returns>The session with the next token and a new expiry; null when it must be revoked (an older token, or expired).</returns>
    public Session? Rotate(string presentedHash, string nextHash, DateTimeOffset now) =>
        presentedHash == TokenHash && now < ExpiresAt ? this with { TokenHash = nextHash, ExpiresAt = now + Lifetime } : null;

    /// <summary>The sessions to delete when another starts: the expired ones, and the oldest beyond the maximum.</summary>
    public static IReadOnlyList<Session> Ended(IReadOnlyList<Session> sessions, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(sessions);
        var newestFirst = sessions.OrderByDescending(session => session.ExpiresAt);
        return [.. newestFirst.Where((session, place) => place >= MaxPerAccount - 1 || session.ExpiresAt <= now)];
    }
}
