namespace Dfm.Core.Accounts;

/// <summary>The number of sign-ins that may fail within a sliding window before further attempts are refused.</summary>
/// <param name="Count">Attempts allowed in any window, at least 1.</param>
public sealed record AttemptLimit(int Count, TimeSpan Window)
{
    /// <summary>The limit of one account, for each of its counters: five failures within fifteen minutes.</summary>
    public static AttemptLimit OfAccount { get; } = new(5, TimeSpan.FromMinutes(15));

    /// <summary>
    /// Decides whether an attempt may proceed at <paramref name="now"/>; if so, the result includes it. Store the result before the
    /// password is verified, so that concurrent guesses cannot exceed the limit.
    /// </summary>
    /// <returns>The attempts to store, or <c>too-many-attempts</c> with the time to wait.</returns>
    public Result<SignInAttempts> Admit(SignInAttempts attempts, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(attempts);
        var recent = attempts.Times.Where(time => time > now - Window).Order().ToList();
        if (recent.Count >= Count) return TooMany(recent[^Count] + Window - now);
        return new SignInAttempts([.. recent, now]);
    }

    /// <summary>Whether none of the attempts counts any more at <paramref name="now"/>.</summary>
    public bool AreOver(SignInAttempts attempts, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(attempts);
        return attempts.Times.All(time => time <= now - Window);
    }

    /// <summary>The problem <c>too-many-attempts</c>.</summary>
    public static Problem TooMany(TimeSpan wait) => new(
        ProblemKind.TooManyRequests,
        "too-many-attempts",
        $"Trop de tentatives : réessayez dans {Math.Ceiling(wait.TotalMinutes):0} min.",
        RetryAfter: wait);
}
