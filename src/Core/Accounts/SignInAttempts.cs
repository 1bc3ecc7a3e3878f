namespace Dfm.Core.Accounts;

/// <summary>The recent sign-ins of an account or an address that did not succeed (or are still being verified).</summary>
/// <param name="Times">When they began.</param>
public sealed record SignInAttempts(IReadOnlyList<DateTimeOffset> Times)
{
    /// <summary>No attempts: how an account starts, and what a success goes back to.</summary>
    public static SignInAttempts None { get; } = new([]);
}
