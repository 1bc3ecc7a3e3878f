namespace Dfm.Core.Accounts;

/// <summary>How many sign-ins may fail within a sliding window of time before the next one must wait.</summary>
/// <param name="Count">Attempts allowed in any window, at least 1.</param>
/// <param name="Window">The window's length.</param>
public sealed record AttemptLimit(int Count, TimeSpan Window)
{
    /// <summary>The limit of one account: five failures within fifteen minutes.</summary>
    public static AttemptLimit OfAccount { get; } = new(5, TimeSpan.FromMinutes(15));

    /// <summary>
    /// Whether an attempt may proceed at <paramref name="now"/>. If so, the attempts with this one counted in: store them before the
    /// password is looked at, so that guesses made at the same time cannot be more than the limit.
    /// </summary>
    /// <returns>The attempts to store, or <c>too-many-attempts</c> with the time to wait.</returns>
    public Result<SignInAttempts> Admit(SignInAttempts attempts, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(attempts);
        var recent = attempts.Times.Where(time => time > now - Window).Order().ToList();
        if (recent.Count >= Count) return TooMany(recent[^Count] + Window - now);
        return new SignInAttempts([.. recent, now]);
    }

    /// <summary>The refusal, with the time to wait.</summary>
    public static Problem TooMany(TimeSpan wait) => new(
        ProblemKind.TooManyRequests,
        "too-many-attempts",
        $"Trop de tentatives de connexion : réessayez dans {Math.Ceiling(wait.TotalMinutes):0} min.",
        RetryAfter: wait);
}
