namespace Dfm.Core.Accounts;

/// <summary>
/// A sign-in on one device (a family of refresh tokens). It stores the hash of the current refresh token, and a refresh replaces that by
/// the token's successor, which is derived from the token. A superseded token presented again soon is the other tab, or the repetition of a
/// request whose answer was lost; presented later, it indicates theft, so the session is revoked.
/// </summary>
/// <param name="Id">Random, unguessable, part of the refresh token.</param>
/// <param name="TokenHash">SHA-256 of the current token's secret, base64url.</param>
/// <param name="ExpiresAt">When the session ends unless it is refreshed.</param>
/// <param name="RefreshedAt">When the current token took the place of its predecessor; null before the first refresh.</param>
public sealed record Session(string Id, string TokenHash, DateTimeOffset ExpiresAt, DateTimeOffset? RefreshedAt = null)
{
    /// <summary>The lifetime of a session after its last refresh.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    /// <summary>
    /// For so long after a refresh the superseded token still gives its successor. The successor itself is not replaced meanwhile, so that of
    /// many tabs that open at once none is left with a token that is two refreshes old.
    /// </summary>
    public static readonly TimeSpan RepeatWithin = TimeSpan.FromSeconds(10);

    /// <summary>The maximum number of sessions, one per device, of an account.</summary>
    public const int MaxPerAccount = 20;

    /// <summary>When the person signed in; null for sessions of before it was written down.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>What it was signed in with, for its owner: a <see cref="DeviceName"/>.</summary>
    public string Device { get; init; } = DeviceName.Unknown;

    /// <summary>A new session.</summary>
    /// <param name="device">A <see cref="DeviceName"/>.</param>
    public static Session Start(string id, string tokenHash, DateTimeOffset now, string device = DeviceName.Unknown) =>
        new(id, tokenHash, now + Lifetime) { StartedAt = now, Device = device };

    /// <summary>Decides on a refresh with the token that hashes to <paramref name="presentedHash"/>.</summary>
    /// <param name="successorHash">The hash of the presented token's successor.</param>
    /// <returns>
    /// The session as it then stands: changed when the successor takes the token's place, the same one when the refresh is a repetition. The
    /// answer carries the token that it holds the hash of. Null when the session must be revoked (an older token, or expired).
    /// </returns>
    public Session? Refresh(string presentedHash, string successorHash, DateTimeOffset now)
    {
        if (now >= ExpiresAt) return null;
        var justRefreshed = now < RefreshedAt + RepeatWithin;
        if (presentedHash == TokenHash && !justRefreshed)
            return this with { TokenHash = successorHash, ExpiresAt = now + Lifetime, RefreshedAt = now };
        return justRefreshed && (presentedHash == TokenHash || successorHash == TokenHash) ? this : null;
    }

    /// <summary>The sessions to delete when another starts: the expired ones, and the oldest beyond the maximum.</summary>
    public static IReadOnlyList<Session> Ended(IReadOnlyList<Session> sessions, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(sessions);
        var newestFirst = sessions.OrderByDescending(session => session.ExpiresAt);
        return [.. newestFirst.Where((session, place) => place >= MaxPerAccount - 1 || session.ExpiresAt <= now)];
    }
}
