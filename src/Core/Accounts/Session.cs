namespace Dfm.Core.Accounts;

/// <summary>
/// One sign-in on one device (a « family » of refresh tokens). It knows the hash of the one refresh token that is good now; each refresh
/// replaces it, and whoever comes with an older one has stolen it, or was stolen from: the session ends.
/// </summary>
/// <param name="Id">Random, unguessable, part of the refresh token.</param>
/// <param name="TokenHash">SHA-256 of the good token's secret, base64url.</param>
/// <param name="ExpiresAt">When the session ends unless it is refreshed before.</param>
public sealed record Session(string Id, string TokenHash, DateTimeOffset ExpiresAt)
{
    /// <summary>How long a session lives after its last refresh.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    /// <summary>How many sessions an account keeps: as many devices as a person may use.</summary>
    public const int MaxPerAccount = 20;

    /// <summary>A new session.</summary>
    public static Session Start(string id, string tokenHash, DateTimeOffset now) => new(id, tokenHash, now + Lifetime);

    /// <summary>Decides about a refresh with the token that hashes to <paramref name="presentedHash"/>.</summary>
    /// <returns>The session with the next token and a new end; null when it must be revoked (an old token, or too late).</returns>
    public Session? Rotate(string presentedHash, string nextHash, DateTimeOffset now) =>
        presentedHash == TokenHash && now < ExpiresAt ? this with { TokenHash = nextHash, ExpiresAt = now + Lifetime } : null;

    /// <summary>The sessions to remove when one more starts: those past their end, and the oldest of too many.</summary>
    public static IReadOnlyList<Session> Ended(IReadOnlyList<Session> sessions, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(sessions);
        var newestFirst = sessions.OrderByDescending(session => session.ExpiresAt);
        return [.. newestFirst.Where((session, place) => place >= MaxPerAccount - 1 || session.ExpiresAt <= now)];
    }
}
