namespace Dfm.Core.Accounts;

/// <summary>The recent sign-ins by a counter or from an address that failed or are still being verified.</summary>
/// <param name="Times">When each attempt began.</param>
public sealed record SignInAttempts(IReadOnlyList<DateTimeOffset> Times)
{
    /// <summary>No attempts: the initial value, and the value after a success.</summary>
    public static SignInAttempts None { get; } = new([]);
}
